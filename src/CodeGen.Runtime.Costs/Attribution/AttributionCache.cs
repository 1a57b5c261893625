namespace CodeGen.Runtime.Costs;

/// <summary>
/// Attributions that were read, by their bytes, so that a million records of a hundred attributions make a hundred objects. Forgets all of them when there are too many. Not thread-safe.
/// </summary>
internal sealed class AttributionCache(int most = AttributionCache.DefaultMost)
{
    private const int DefaultMost = 10_000;

    private readonly Dictionary<UInt128, (byte[] Bytes, CostAttribution Attribution)> _known = [];

    public CostAttribution Read(ReadOnlySpan<byte> bytes)
    {
        UInt128 hash = PayloadHash.Of(0, bytes);
        if (_known.TryGetValue(hash, out (byte[] Bytes, CostAttribution Attribution) known) && bytes.SequenceEqual(known.Bytes))
        {
            return known.Attribution;
        }

        CostAttribution attribution = AttributionCodec.Decode(bytes);
        if (_known.Count >= most)
        {
            _known.Clear();
        }

        _known[hash] = (bytes.ToArray(), attribution);
        return attribution;
    }
}
