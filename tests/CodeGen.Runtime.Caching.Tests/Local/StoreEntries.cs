using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching.Tests.Local;

/// <summary>Entries that say no more than the store looks at.</summary>
internal static class StoreEntries
{
    public static readonly RegionSettings Region = Named("r");

    public static RegionSettings Named(string name, int version = 1) => new(name, new RegionOptions { Version = version }, new TieredCacheOptions());

    public static EntryKey Key(string text, RegionSettings? region = null) => new(region ?? Region, text, template: null);

    public static LocalEntry Entry(string text, long sequence = 0, long size = 1, RegionSettings? region = null, ulong epoch = 1) => new()
    {
        KeyText = text,
        Region = region ?? Region,
        Template = null,
        Value = null,
        Stamp = new LogPosition(epoch, sequence),
        FilledAt = sequence,
        Tags = [],
        Cost = 0,
        ExpiresAt = 0,
        LocalExpiresAt = 0,
        Size = size,
        GraceUntil = 0,
        Stripe = 0,
    };
}
