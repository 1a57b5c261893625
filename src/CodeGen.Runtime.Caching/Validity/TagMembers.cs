namespace CodeGen.Runtime.Caching;

/// <summary>The members of tags. Most values have one tag, and many have the same one: its array is remembered, so that they share it.</summary>
internal static class TagMembers
{
    /// <summary>A tag that falls on another's place takes it, so the memory stays as large as it is.</summary>
    private const int Places = 1_024;
    private static readonly string[]?[] s_known = new string[]?[Places];

    /// <summary>The members in the order of their tags. The array is shared: it must not be written to.</summary>
    public static string[] Of(string[] tags) => tags.Length switch
    {
        0 => [],
        1 => OfOne(tags[0]),
        _ => Array.ConvertAll(tags, static t => OfOne(t)[0]),
    };

    private static string[] OfOne(string tag)
    {
        ref string[]? place = ref s_known[string.GetHashCode(tag) & (Places - 1)];
        string[]? known = Volatile.Read(ref place);
        if (known is null || !known[0].AsSpan(1).SequenceEqual(tag))
        {
            known = [CacheScope.Tag(tag).ToMember()];
            Volatile.Write(ref place, known);
        }

        return known;
    }
}
