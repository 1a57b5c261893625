using CodeGen.Runtime.Caching;

namespace CodeGen.Runtime.Conformance.Invalidation;

/// <summary>How the nodes of a run are configured: alike in what the promise depends on, unlike in the sizes of their tables, so that overflows happen too.</summary>
internal static class NodeSettings
{
    /// <summary>How long a factory takes at most here; it counts in what a value made while cut off may lag.</summary>
    public static readonly TimeSpan LongestFactory = TimeSpan.FromMilliseconds(100);

    /// <summary>How far the coarse clock may lag, told by the guarantee's residue.</summary>
    public static readonly TimeSpan ClockTick = TimeSpan.FromMilliseconds(10);

    /// <summary>What a region that may serve stale values adds to the lease.</summary>
    public static TimeSpan MaxStaleOnDisconnect(TimeSpan maxStaleness) => 2 * maxStaleness;

    public static void Apply(CodeGenRuntimeBuilder builder, int node, TimeSpan maxStaleness, bool features)
    {
        builder.ConfigureCache(o =>
        {
            o.WhenDisconnected = WhenDisconnected.Recompute;
            o.MaxStaleOnDisconnect = MaxStaleOnDisconnect(maxStaleness);
            o.DisconnectedGrace = maxStaleness / 2;
            o.FlightLease = TimeSpan.FromSeconds(1);
            o.MaxFactoryDuration = TimeSpan.FromSeconds(10);
            o.MaxEntryLifetime = TimeSpan.FromMinutes(2);
            o.TimeToLive = TimeSpan.FromMinutes(1);
            if (features)
            {
                // Plain keys live by being used; the typed ones are made again, refreshed and kept.
                o.PlainKeys.SlidingExpiration = TimeSpan.FromSeconds(2);
                o.PlainKeys.TimeToLive = TimeSpan.FromSeconds(8);
                o.PlainKeys.StaleFor = TimeSpan.FromSeconds(20);
                o.PlainKeys.LocalTimeToLive = TimeSpan.FromSeconds(1);
            }

            o.MaxPatterns = node % 3 == 1 ? 2 : TieredCacheOptions.DefaultMaxPatterns;
            o.MaxEntries = node % 3 == 2 ? KeySpace.KeyCount / 3 : TieredCacheOptions.DefaultMaxEntries;
            o.InlineBytes = node % 2 == 0 ? TieredCacheOptions.DefaultInlineBytes : 0;
        });
        builder.ConfigureCoordination(o =>
        {
            o.MaxStaleness = maxStaleness;
            o.CommandTimeout = TimeSpan.FromSeconds(1);
            o.ConnectTimeout = TimeSpan.FromSeconds(2);
        });
    }

    /// <summary>Every option of freshness, with lives so short that values end, are refreshed and are kept many times in a run.</summary>
    public static void Freshen(RegionOptions region, bool features)
    {
        if (!features)
        {
            return;
        }

        region.TimeToLive = TimeSpan.FromSeconds(4);
        region.LocalTimeToLive = TimeSpan.FromSeconds(2);
        region.Jitter = 0.3;
        region.EagerRefresh = 0.4;
        region.StaleFor = TimeSpan.FromSeconds(20);
        region.StaleRetryAfter = TimeSpan.FromMilliseconds(300);
        region.SoftTimeout = LongestFactory * 0.3;
        region.HardTimeout = LongestFactory * 0.7;
        region.NegativeTimeToLive = TimeSpan.FromSeconds(1);
    }

    /// <summary>The promised bound of a family.</summary>
    public static TimeSpan BoundOf(KeyFamily family, TimeSpan maxStaleness) =>
        maxStaleness + ClockTick + (family == KeyFamily.ServeStale ? MaxStaleOnDisconnect(maxStaleness) : TimeSpan.Zero);
}
