namespace CodeGen.Runtime.Caching;

/// <summary>The scopes that an entry belongs to by its key text alone; tags, region and the whole cache come from elsewhere.</summary>
internal static class KeyScopes
{
    public const int MaxSegments = 8;

    /// <summary>
    /// The members (see <see cref="CacheScope.ToMember"/>) of a key: a prefix for each segment, the last of which is the whole text, and for
    /// a typed key a dimension for each placeholder after the first, whose values no prefix expresses. At most 14.
    /// </summary>
    /// <param name="keyText">The key's text. Without a template, what follows the eighth <c>:</c>-separated segment's start stays in that segment.</param>
    /// <param name="template">The template of a typed key, or null for a plain string.</param>
    /// <exception cref="ArgumentException">The text is not one of the template, so invalidations of its placeholders would miss it.</exception>
    public static string[] ForKey(string keyText, CacheKeyTemplate? template)
    {
        CheckFits(keyText, template);
        Span<Range> segments = stackalloc Range[MaxSegments];
        int count = Math.Max(1, keyText.AsSpan().Split(segments, ':'));
        var members = new string[count + (template?.DimensionCount ?? 0)];
        int next = 0;
        for (int i = 0; i < count - 1; i++)
        {
            members[next++] = string.Concat("s", keyText.AsSpan(0, segments[i].End.Value + 1));
        }

        members[next++] = string.Concat("s", keyText, ":");
        for (int i = 0; next < members.Length; i++)
        {
            if (template!.IsDimension(i))
            {
                members[next++] = template.DimensionText("d", i, keyText.AsSpan()[segments[i]]);
            }
        }

        return members;
    }

    /// <exception cref="ArgumentException">The text is not one of the template.</exception>
    public static void CheckFits(string keyText, CacheKeyTemplate? template)
    {
        if (template is null)
        {
            return;
        }

        Span<Range> segments = stackalloc Range[MaxSegments];
        int count = Math.Max(1, keyText.AsSpan().Split(segments, ':'));
        if (!template.Fits(keyText, segments[..count]))
        {
            throw new ArgumentException(
                $"The key text {Excerpt.Of(keyText)} does not fit the template {Excerpt.Of(template.Text)}; let the source generator implement ToKeyText.", nameof(keyText));
        }
    }

    /// <summary>The first segment: the text up to its first <c>:</c>, or all of it.</summary>
    public static ReadOnlySpan<char> Root(ReadOnlySpan<char> text)
    {
        int end = text.IndexOf(':');
        return end < 0 ? text : text[..end];
    }
}
