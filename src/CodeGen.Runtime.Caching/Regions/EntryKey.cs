namespace CodeGen.Runtime.Caching;

/// <summary>What one call is about.</summary>
internal readonly struct EntryKey(RegionSettings region, string text, CacheKeyTemplate? template)
{
    public RegionSettings Region { get; } = region;

    public string Text { get; } = text;

    public CacheKeyTemplate? Template { get; } = template;

    /// <summary>See <see cref="EntryMember"/>.</summary>
    public string Member { get; } = EntryMember.Of(region.Name, text);

    /// <summary>The members of the log, other than the key's own, tags' and the global one, that kill the entry.</summary>
    public string[] Scopes() => [.. KeyScopes.ForKey(Text, Template), Region.RegionMember];
}
