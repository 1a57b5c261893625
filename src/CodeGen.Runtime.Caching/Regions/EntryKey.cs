namespace CodeGen.Runtime.Caching;

/// <summary>What one call is about.</summary>
internal readonly struct EntryKey(RegionSettings region, string text, CacheKeyTemplate? template)
{
    private readonly string? _member;

    private EntryKey(RegionSettings region, string text, CacheKeyTemplate? template, string member)
        : this(region, text, template) => _member = member;

    public RegionSettings Region { get; } = region;

    public string Text { get; } = text;

    public CacheKeyTemplate? Template { get; } = template;

    /// <summary>See <see cref="EntryMember"/>. Made on each call unless the key is <see cref="Named"/>: a hit needs none.</summary>
    public string Member => _member ?? EntryMember.Of(Region.Name, Text);

    /// <summary>The same with its member made once, for whoever needs it more than once.</summary>
    public EntryKey Named() => _member is null ? new EntryKey(Region, Text, Template, Member) : this;

    /// <summary>The members of the log, other than the key's own, tags' and the global one, that kill the entry.</summary>
    public string[] Scopes() => [.. KeyScopes.ForKey(Text, Template), Region.RegionMember];
}
