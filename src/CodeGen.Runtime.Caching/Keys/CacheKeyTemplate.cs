using System.Collections.ObjectModel;

namespace CodeGen.Runtime.Caching;

/// <summary>
/// The shape of a typed key's text, such as <c>code_gen:{Project}:{File}:{RequirementHash}</c>: at most 8 segments, each a literal or one
/// placeholder. Parsed once per key type; immutable and safe to share between threads.
/// </summary>
public sealed class CacheKeyTemplate
{
    private readonly CacheKeySegment[] _segments;
    private readonly int _firstPlaceholder;

    // For each segment the dimension's text before and after the value: "code_gen:*:" and ":*".
    private readonly string[] _before;
    private readonly string[] _after;

    private CacheKeyTemplate(string text, CacheKeySegment[] segments)
    {
        Text = text;
        _segments = segments;
        Segments = new ReadOnlyCollection<CacheKeySegment>(segments);
        PlaceholderCount = segments.Count(static s => s.IsPlaceholder);
        _firstPlaceholder = Array.FindIndex(segments, static s => s.IsPlaceholder);
        string[] open = [.. segments.Select(static s => s.IsPlaceholder ? "*" : s.Text)];
        _before = [.. open.Select((_, i) => string.Concat(open.Take(i).Select(static s => s + ":")))];
        _after = [.. open.Select((_, i) => string.Concat(open.Skip(i + 1).Select(static s => ":" + s)))];
    }

    /// <summary>The template as written.</summary>
    public string Text { get; }

    /// <summary>The segments in order, 1 to 8.</summary>
    public IReadOnlyList<CacheKeySegment> Segments { get; }

    /// <summary>The first segment, always a literal; the default name of the key type's region.</summary>
    public string Root => _segments[0].Text;

    internal int PlaceholderCount { get; }

    /// <summary>How many placeholders are expressed by a dimension: all but the first, whose values are prefixes.</summary>
    internal int DimensionCount => Math.Max(0, PlaceholderCount - 1);

    /// <summary>Reads a template.</summary>
    /// <param name="template">1 to 8 segments joined by <c>:</c>, the first a literal, each other one a literal or a <c>{Placeholder}</c> that occurs once.</param>
    /// <returns>The template.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="template"/> is null.</exception>
    /// <exception cref="FormatException">The text is not a template; the message names the position and the remedy.</exception>
    public static CacheKeyTemplate Parse(string template)
    {
        ArgumentNullException.ThrowIfNull(template);
        var segments = new List<KeyValuePair<string, bool>>(TemplateSyntax.MaxSegments);
        if (TemplateSyntax.Read(template, segments, out string problem) != TemplateFault.None)
        {
            throw new FormatException($"The key template {Excerpt.Of(template)} is not valid: {problem}.");
        }

        return new(template, [.. segments.Select(static s => new CacheKeySegment(s.Key, s.Value))]);
    }

    /// <summary>The scope of the keys whose placeholders have the given values.</summary>
    /// <param name="values">
    /// For each placeholder, in the order of the template, the value as <see cref="CacheKeyText"/> escaped it, or null for any value.
    /// </param>
    /// <returns>
    /// A prefix when the values are a leading run (or none is given), a dimension when only one is given, else a pattern. A pattern that
    /// would be longer than <see cref="CachePattern.MaxLength"/> gives way to the prefix or dimension of fewer values, which covers more keys, never fewer.
    /// </returns>
    /// <exception cref="ArgumentException">The number of values is not the number of placeholders, or a value is not escaped.</exception>
    public CacheScope Scope(params ReadOnlySpan<string?> values)
    {
        Check(values);
        int given = 0;
        int lastGiven = -1;
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] is not null)
            {
                given++;
                lastGiven = i;
            }
        }

        if (given == lastGiven + 1)
        {
            return Prefix(values);
        }

        if (given == 1)
        {
            return Dimension(lastGiven, values[lastGiven]);
        }

        string pattern = Fill(values);
        return pattern.Length <= CachePattern.MaxLength ? CacheScope.Pattern(CachePattern.Parse(pattern))
            : values[0] is not null ? Prefix(values)
            : Dimension(lastGiven, values[lastGiven]);
    }

    /// <summary>The template's text.</summary>
    /// <returns><see cref="Text"/>.</returns>
    public override string ToString() => Text;

    internal bool IsDimension(int segment) => _segments[segment].IsPlaceholder && segment != _firstPlaceholder;

    internal string DimensionText(string kind, int segment, ReadOnlySpan<char> value) => string.Concat(string.Concat(kind, _before[segment]), value, _after[segment]);

    /// <summary>Writes what <see cref="DimensionText"/> gives; returns its length.</summary>
    internal int WriteDimension(char kind, int segment, ReadOnlySpan<char> value, Span<char> destination)
    {
        ReadOnlySpan<char> before = _before[segment];
        ReadOnlySpan<char> after = _after[segment];
        destination[0] = kind;
        before.CopyTo(destination[1..]);
        value.CopyTo(destination[(1 + before.Length)..]);
        after.CopyTo(destination[(1 + before.Length + value.Length)..]);
        return 1 + before.Length + value.Length + after.Length;
    }

    internal bool Fits(ReadOnlySpan<char> keyText, ReadOnlySpan<Range> ranges)
    {
        if (ranges.Length != _segments.Length)
        {
            return false;
        }

        for (int i = 0; i < ranges.Length; i++)
        {
            ReadOnlySpan<char> segment = keyText[ranges[i]];
            if (_segments[i].IsPlaceholder ? !CacheKeyText.IsEscaped(segment) : !segment.SequenceEqual(_segments[i].Text))
            {
                return false;
            }
        }

        return true;
    }

    private void Check(ReadOnlySpan<string?> values)
    {
        if (values.Length != PlaceholderCount)
        {
            throw new ArgumentException($"The template {Excerpt.Of(Text)} has {PlaceholderCount} placeholders, {values.Length} values were given; pass null for any value.", nameof(values));
        }

        foreach (string? value in values)
        {
            if (value is not null && !CacheKeyText.IsEscaped(value))
            {
                throw new ArgumentException($"The value {Excerpt.Of(value)} is not escaped; pass CacheKeyText.Escape(value).", nameof(values));
            }
        }
    }

    // Up to the first open placeholder, with the literals before it: they are the same for every key of the type.
    private CacheScope Prefix(ReadOnlySpan<string?> values)
    {
        var text = new System.Text.StringBuilder();
        int next = 0;
        foreach (CacheKeySegment segment in _segments)
        {
            string? value = segment.IsPlaceholder ? values[next++] : segment.Text;
            if (value is null)
            {
                break;
            }

            text.Append(value).Append(':');
        }

        return CacheScope.PrefixUnchecked(text.ToString());
    }

    private CacheScope Dimension(int placeholder, string? value)
    {
        int segment = -1;
        for (int seen = -1; seen < placeholder;)
        {
            seen += _segments[++segment].IsPlaceholder ? 1 : 0;
        }

        return CacheScope.DimensionUnchecked(DimensionText(string.Empty, segment, value));
    }

    // A key of this template has as many ':' as the pattern, so no '*' can swallow one: the pattern is exact for the type.
    private string Fill(ReadOnlySpan<string?> values)
    {
        var parts = new string[_segments.Length];
        int next = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = _segments[i].IsPlaceholder ? values[next++] ?? "*" : _segments[i].Text;
        }

        return string.Join(':', parts);
    }
}
