namespace CodeGen.Runtime.Costs;

/// <summary>What a day's sampled events of a region come to, each counted for as many keys as it stands for.</summary>
internal sealed class ReuseDay
{
    public double Accesses { get; set; }

    public double Hits { get; set; }

    /// <summary>How many values that answered a miss were made of the sampled keys, each counted once.</summary>
    public long Payments { get; set; }

    /// <summary>What making values cost.</summary>
    public decimal Paid { get; set; }

    public required double[] HitsByTime { get; init; }

    public required decimal[] SavedByTime { get; init; }

    public required double[] HitsBySize { get; init; }

    public required decimal[] SavedBySize { get; init; }

    public static ReuseDay Of(int times) => new()
    {
        HitsByTime = new double[times],
        SavedByTime = new decimal[times],
        HitsBySize = new double[ReuseFactors.Sizes.Count],
        SavedBySize = new decimal[ReuseFactors.Sizes.Count],
    };

    /// <summary>Whether it is of as many times and sizes as are tried: another version of the library may have tried others.</summary>
    public bool Fits(int times) => HitsByTime.Length == times && SavedByTime.Length == times && HitsBySize.Length == ReuseFactors.Sizes.Count && SavedBySize.Length == ReuseFactors.Sizes.Count;

    public ReuseDay Copy() => new()
    {
        Accesses = Accesses,
        Hits = Hits,
        Payments = Payments,
        Paid = Paid,
        HitsByTime = [.. HitsByTime],
        SavedByTime = [.. SavedByTime],
        HitsBySize = [.. HitsBySize],
        SavedBySize = [.. SavedBySize],
    };
}
