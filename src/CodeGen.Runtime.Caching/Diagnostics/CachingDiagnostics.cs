using System.Diagnostics;

namespace CodeGen.Runtime.Caching;

/// <summary>The names of what the cache tells. docs/telemetry.md has the table.</summary>
public static class CachingDiagnostics
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "CodeGen.Runtime.Caching";

    /// <summary>Activity: a miss, from taking off to storing. Tags: cache.region, cache.miss_reason.</summary>
    public const string CreateActivity = "cache.create";

    /// <summary>Activity: a read of the shared tier. Tags: cache.region.</summary>
    public const string SharedReadActivity = "cache.shared_read";

    /// <summary>Activity: an invalidation, until this node has applied it. Tags: cache.scope_kind.</summary>
    public const string InvalidateActivity = "cache.invalidate";

    /// <summary>Counter: look-ups that found a valid value. Tags: region, tier.</summary>
    public const string Hits = "codegen.cache.hits";

    /// <summary>Counter: look-ups that did not. Tags: region, reason (a <see cref="CacheMissReason"/>).</summary>
    public const string Misses = "codegen.cache.misses";

    /// <summary>Counter: hits served while the log was away. Tags: region.</summary>
    public const string StaleHits = "codegen.cache.stale_hits";

    /// <summary>Counter: values served after their life because they could not be made again in time. Tags: region, reason (error, soft_timeout, hard_timeout, retry_pause).</summary>
    public const string ServedAfterLife = "codegen.cache.served_after_life";

    /// <summary>Counter: callers who waited for <see cref="RegionOptions.HardTimeout"/> and got nothing. Tags: region.</summary>
    public const string CallerTimeouts = "codegen.cache.caller_timeouts";

    /// <summary>Counter: refreshes in the background before the end of a life. Tags: region, outcome (made, found, elsewhere, failed).</summary>
    public const string EagerRefreshes = "codegen.cache.eager_refreshes";

    /// <summary>Counter: factories that found the value from before unchanged. Tags: region.</summary>
    public const string NotModified = "codegen.cache.not_modified";

    /// <summary>Counter: local copies compared with the shared tier in place of being read again. Tags: region, outcome (same, changed).</summary>
    public const string Confirmations = "codegen.cache.shared.confirmations";

    /// <summary>Counter: look-ups that took the value of another look-up's read of the shared tier. Tags: region.</summary>
    public const string LooksShared = "codegen.cache.shared.looks_joined";

    /// <summary>Counter: values prolonged in the shared tier because they are in use. Tags: region.</summary>
    public const string Touches = "codegen.cache.shared.touches";

    /// <summary>Counter: callers who joined another caller's factory. Tags: region.</summary>
    public const string FlightsJoined = "codegen.cache.flights.joined";

    /// <summary>Counter: waits for a factory on another node. Tags: region.</summary>
    public const string FlightsAwaited = "codegen.cache.flights.awaited";

    /// <summary>Histogram, seconds: factories. Tags: region.</summary>
    public const string FactoryDuration = "codegen.cache.factory.duration";

    /// <summary>Counter: factories cancelled at their deadline. Tags: region.</summary>
    public const string FactoryTimeouts = "codegen.cache.factory.timeouts";

    /// <summary>Counter: values not stored because they were invalidated while being made. Tags: region, reason.</summary>
    public const string Superseded = "codegen.cache.superseded";

    /// <summary>Counter, in the host's currency: what values cost to make. Tags: region.</summary>
    public const string CostSpent = "codegen.cache.cost.spent";

    /// <summary>Counter, in the host's currency: what hits would have cost to make again. Tags: region, tier.</summary>
    public const string CostSaved = "codegen.cache.cost.saved";

    /// <summary>Counter: invalidations issued by this node. Tags: kind.</summary>
    public const string Invalidations = "codegen.cache.invalidations";

    /// <summary>Counter: values refused by the shared tier's limits. Tags: region, reason.</summary>
    public const string Refused = "codegen.cache.refused";

    /// <summary>Counter: frames that could not be read. Tags: region, reason.</summary>
    public const string Corrupt = "codegen.cache.shared.corrupt";

    /// <summary>Counter: operations of the shared tier that failed. Tags: operation.</summary>
    public const string SharedErrors = "codegen.cache.shared.errors";

    /// <summary>Counter: writes to the shared tier. Tags: region, outcome.</summary>
    public const string SharedWrites = "codegen.cache.shared.writes";

    /// <summary>Histogram, seconds: operations of the shared tier. Tags: operation.</summary>
    public const string SharedDuration = "codegen.cache.shared.duration";

    /// <summary>Counter, bytes: payloads written to the shared tier, before compression. Tags: region.</summary>
    public const string RawBytes = "codegen.cache.shared.raw_bytes";

    /// <summary>Counter, bytes: frames written to the shared tier, headers and compressed payloads. Tags: region.</summary>
    public const string FrameBytes = "codegen.cache.shared.frame_bytes";

    /// <summary>Gauge: entries in local memory.</summary>
    public const string LocalEntries = "codegen.cache.local.entries";

    /// <summary>Gauge, bytes: their estimated size.</summary>
    public const string LocalBytes = "codegen.cache.local.bytes";

    /// <summary>Counter: entries dropped for room.</summary>
    public const string LocalEvictions = "codegen.cache.local.evictions";

    /// <summary>Gauge: 1 while the node may trust its memory, else 0.</summary>
    public const string Lease = "codegen.cache.lease";

    /// <summary>Gauge: invalidations that wait for the server.</summary>
    public const string Outbox = "codegen.cache.outbox";

    internal static ActivitySource Source { get; } = new(Name);
}
