namespace CodeGen.Runtime.Costs;

/// <summary>A sampled key: until when its value lives in each of the worlds that are tried, and where it stands in the order of each size.</summary>
internal sealed class ReuseKey(ulong hash, ReuseRegionState region)
{
    public ulong Hash => hash;

    public ReuseRegionState Region => region;

    public long Bytes { get; set; }

    public TimeSpan Life { get; set; } = region.Region.TimeToLive;

    public bool IsLifeOwn { get; set; }

    /// <summary>What its last value cost to make.</summary>
    public decimal Cost { get; set; }

    /// <summary>Until when its last value lives.</summary>
    public long RealEnds { get; set; }

    /// <summary>Until when its value would live with each longer time to live; 0 without one.</summary>
    public long[] Ends { get; } = new long[region.Times.Length];

    /// <summary>Its place in the order of each size.</summary>
    public ReusePlace[] Places { get; } = new ReusePlace[ReuseFactors.Sizes.Count];

    /// <summary>Whether it was asked for, and what would have answered has not been stored since.</summary>
    public bool IsAwaited { get; set; }

    /// <summary>A bit for each longer time to live with which the value that is awaited would have been there.</summary>
    public int ThereByTime { get; set; }

    /// <summary>A bit for each size with which it would have been there.</summary>
    public int ThereBySize { get; set; }

    /// <summary>Whether nothing of it matters any more.</summary>
    public bool IsDead(long now)
    {
        if (RealEnds > now)
        {
            return false;
        }

        foreach (long end in Ends)
        {
            if (end > now)
            {
                return false;
            }
        }

        foreach (ref ReusePlace place in Places.AsSpan())
        {
            if (place.IsIn && place.Ends > now)
            {
                return false;
            }
        }

        return true;
    }
}
