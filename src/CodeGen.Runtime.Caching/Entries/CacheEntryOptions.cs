namespace CodeGen.Runtime.Caching;

/// <summary>What one call wants differently from its region. Immutable; share instances.</summary>
public sealed class CacheEntryOptions
{
    /// <summary>How long the value may be served after it was made, at most <see cref="TieredCacheOptions.MaxEntryLifetime"/>.</summary>
    /// <value>The default is the region's.</value>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>How long this process may serve it without asking the shared tier again.</summary>
    /// <value>The default is the region's.</value>
    public TimeSpan? LocalTimeToLive { get; init; }

    /// <summary>How long the value lives without being used, within <see cref="TimeToLive"/>.</summary>
    /// <value>The default is the region's.</value>
    public TimeSpan? SlidingExpiration { get; init; }

    /// <summary>Tags by which the value can be invalidated: at most 64, each 1 to 256 characters.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyCollection<string>? Tags { get; init; }

    /// <summary>What the value cost to make, in the host's currency; used with <c>SetAsync</c>. A factory says it on its context.</summary>
    /// <value>The default is 0, unknown.</value>
    public decimal Cost { get; init; }

    internal CallFlags Flags { get; init; }
}
