namespace CodeGen.Runtime.Caching;

/// <summary>What one call is about.</summary>
internal readonly struct EntryKey(RegionSettings region, string text)
{
    public RegionSettings Region { get; } = region;

    public string Text { get; } = text;

    /// <summary>What the call wants differently, where that reaches further than the factory: what it leaves out, and how long local memory keeps what the shared tier gave.</summary>
    public CacheEntryOptions? Options { get; init; }

    public CallFlags Flags => Options?.Flags ?? CallFlags.None;

    public TimeSpan LocalTimeToLive => Options?.LocalTimeToLive ?? Region.LocalTimeToLive;

    /// <summary>See <see cref="EntryMember"/>. Made on each call unless the key is <see cref="Named"/>: a hit needs none.</summary>
    public string Member => KnownMember ?? EntryMember.Of(Region.Name, Text);

    public bool IsNamed => KnownMember is not null;

    private string? KnownMember { get; init; }

    /// <summary>The same with its member made once, for whoever needs it more than once.</summary>
    /// <exception cref="ArgumentException">The text is not one of the template, so invalidations of its placeholders would miss it.</exception>
    public EntryKey Named()
    {
        if (KnownMember is not null)
        {
            return this;
        }

        KeyScopes.CheckFits(Text, Region.Template);
        return this with { KnownMember = Member };
    }

    public bool Skips(CallFlags flags) => (Flags & flags) != 0;

    /// <summary>The members of the log, other than the key's own, tags' and the global one, that kill the entry.</summary>
    public string[] Scopes() => [.. KeyScopes.ForKey(Text, Region.Template), Region.RegionMember];
}
