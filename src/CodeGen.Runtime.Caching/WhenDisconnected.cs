namespace CodeGen.Runtime.Caching;

/// <summary>What a region does while the invalidation log cannot be reached, so that nobody can say what was invalidated elsewhere.</summary>
public enum WhenDisconnected
{
    /// <summary>Values in memory are served for <see cref="TieredCacheOptions.MaxStaleOnDisconnect"/> after the lease ran out; misses run the factory.</summary>
    ServeStale = 0,

    /// <summary>Values from before are not served; factories run, and what they make is served for <see cref="TieredCacheOptions.DisconnectedGrace"/>.</summary>
    Recompute,

    /// <summary>Calls throw <see cref="CacheUnavailableException"/>.</summary>
    Fail,
}
