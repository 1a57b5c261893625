using CodeGen.Runtime.Coordination;
using CsCheck;

namespace CodeGen.Runtime.Caching.Tests.Local;

/// <summary>Entries that say no more than the store looks at.</summary>
internal static class StoreEntries
{
    public static readonly RegionSettings Region = Named("r");

    /// <summary>Short texts, texts that pose as a hash and texts so long that a record holds their hash.</summary>
    public static readonly string[] Texts = ["a", "a:b", "b", "c", "#c", "#", new('x', 200), new('y', 161)];

    public static readonly RegionSettings[] Regions = [Named("r"), Named("r", version: 2), Named("other")];

    public static readonly Gen<(int Operation, int Text, int Region, int Sequence, int Size)[]> Operations =
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 7], Gen.Int[0, 2], Gen.Int[0, 9], Gen.Int[1, 40]).Array[0, 80];

    public static RegionSettings Named(string name, int version = 1) => new(name, new RegionOptions { Version = version }, new TieredCacheOptions());

    /// <summary>Texts that stand in one chain of the store's table until it has grown several times: their hashes, which differ between processes, end alike.</summary>
    public static string[] OfOneChain(int count) =>
        [.. Enumerable.Range(0, int.MaxValue).Select(static i => $"text{i}").Where(static text => (Region.HashOf(text) & 0x3FF) == 0).Take(count)];

    public static EntryKey Key(string text, RegionSettings? region = null) => new(region ?? Region, text);

    public static LocalEntry Entry(string text, long sequence = 0, long size = 1, RegionSettings? region = null, ulong epoch = 1, long expiresAt = 0) => new()
    {
        KeyText = text,
        Region = region ?? Region,
        Value = null,
        Stamp = new LogPosition(epoch, sequence),
        CheckedTo = sequence,
        Tags = [],
        Cost = 0,
        ExpiresAt = expiresAt,
        LocalExpiresAt = 0,
        Size = size,
        Stripe = 0,
    };
}
