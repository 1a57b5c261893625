namespace CodeGen.Runtime.Costs;

/// <summary>
/// Where sums lie: a row has those of 256 series in one bucket. Its number is the bucket's first second times 2²⁴ plus the number of the chunk of series, so that the rows of a time follow each other; up to the year
/// 9000 and 4 billion series it fits 64 bits.
/// </summary>
internal static class RollupPlace
{
    public const int SeriesBits = 8;

    private const int ChunkBits = 24;

    public static long Of(long bucket, long series) => (bucket << ChunkBits) + (series >> SeriesBits);

    /// <summary>The first place of a bucket.</summary>
    public static long First(long bucket) => bucket << ChunkBits;

    public static long BucketOf(long place) => place >> ChunkBits;

    /// <summary>The first series of the row's chunk.</summary>
    public static long SeriesOf(long place) => (place & ((1L << ChunkBits) - 1)) << SeriesBits;
}
