namespace CodeGen.Runtime.Caching;

/// <summary>One access to a sampled key.</summary>
internal readonly struct CacheAccess
{
    public required RegionSettings Region { get; init; }

    /// <summary>The hash of region and key, the same in every process.</summary>
    public required ulong KeyHash { get; init; }

    /// <summary>Whether values of the region are in a shared tier, too. Set when it is told.</summary>
    public bool IsShared { get; init; }

    /// <summary>Set when it is told.</summary>
    public DateTimeOffset At { get; init; }

    public required CacheAccessKind Kind { get; init; }

    /// <summary>Of a hit: which tier had it.</summary>
    public CacheTier Tier { get; init; }

    /// <summary>Of a stored value: what it takes in local memory.</summary>
    public long Bytes { get; init; }

    /// <summary>Of a stored value: what making it cost.</summary>
    public decimal Cost { get; init; }

    /// <summary>Of a stored value.</summary>
    public TimeSpan Life { get; init; }

    /// <summary>Of a stored value: whether factory, call or rule for negative answers gave it its life, or use prolongs it.</summary>
    public bool IsLifeOwn { get; init; }
}
