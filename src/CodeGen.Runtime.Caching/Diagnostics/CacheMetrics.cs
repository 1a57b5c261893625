using System.Diagnostics.Metrics;

namespace CodeGen.Runtime.Caching;

/// <summary>The cache's instruments; one set a cache, made from the host's <see cref="IMeterFactory"/>.</summary>
internal sealed class CacheMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly bool _ownsMeter;
    private readonly ICacheSavings? _savings;
    private readonly Counter<long> _hits;
    private readonly Counter<long> _misses;
    private readonly Counter<long> _stale;
    private readonly Counter<long> _afterLife;
    private readonly Counter<long> _callerTimeouts;
    private readonly Counter<long> _eager;
    private readonly Counter<long> _notModified;
    private readonly Counter<long> _touches;
    private readonly Counter<long> _confirmations;
    private readonly Counter<long> _looksShared;
    private readonly Counter<long> _joined;
    private readonly Counter<long> _awaited;
    private readonly Histogram<double> _factory;
    private readonly Counter<long> _timeouts;
    private readonly Counter<long> _superseded;
    private readonly Counter<double> _spent;
    private readonly Counter<double> _saved;
    private readonly Counter<long> _invalidations;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _corrupt;
    private readonly Counter<long> _errors;
    private readonly Counter<long> _writes;
    private readonly Histogram<double> _shared;
    private readonly Counter<long> _rawBytes;
    private readonly Counter<long> _frameBytes;

    public CacheMetrics(IMeterFactory? factory, TieredCache cache, string? name = null, ICacheSavings? savings = null)
    {
        _savings = savings;
        var options = new MeterOptions(CachingDiagnostics.Name)
        {
            Tags = name is null ? [new("cache", cache.Namespace)] : [new("cache", cache.Namespace), new("name", name)],
        };
        _ownsMeter = factory is null;
        _meter = factory?.Create(options) ?? new Meter(options);
        _hits = _meter.CreateCounter<long>(CachingDiagnostics.Hits);
        _misses = _meter.CreateCounter<long>(CachingDiagnostics.Misses);
        _stale = _meter.CreateCounter<long>(CachingDiagnostics.StaleHits);
        _afterLife = _meter.CreateCounter<long>(CachingDiagnostics.ServedAfterLife);
        _callerTimeouts = _meter.CreateCounter<long>(CachingDiagnostics.CallerTimeouts);
        _eager = _meter.CreateCounter<long>(CachingDiagnostics.EagerRefreshes);
        _notModified = _meter.CreateCounter<long>(CachingDiagnostics.NotModified);
        _touches = _meter.CreateCounter<long>(CachingDiagnostics.Touches);
        _confirmations = _meter.CreateCounter<long>(CachingDiagnostics.Confirmations);
        _looksShared = _meter.CreateCounter<long>(CachingDiagnostics.LooksShared);
        _joined = _meter.CreateCounter<long>(CachingDiagnostics.FlightsJoined);
        _awaited = _meter.CreateCounter<long>(CachingDiagnostics.FlightsAwaited);
        _factory = _meter.CreateHistogram<double>(CachingDiagnostics.FactoryDuration, "s");
        _timeouts = _meter.CreateCounter<long>(CachingDiagnostics.FactoryTimeouts);
        _superseded = _meter.CreateCounter<long>(CachingDiagnostics.Superseded);
        _spent = _meter.CreateCounter<double>(CachingDiagnostics.CostSpent);
        _saved = _meter.CreateCounter<double>(CachingDiagnostics.CostSaved);
        _invalidations = _meter.CreateCounter<long>(CachingDiagnostics.Invalidations);
        _refused = _meter.CreateCounter<long>(CachingDiagnostics.Refused);
        _corrupt = _meter.CreateCounter<long>(CachingDiagnostics.Corrupt);
        _errors = _meter.CreateCounter<long>(CachingDiagnostics.SharedErrors);
        _writes = _meter.CreateCounter<long>(CachingDiagnostics.SharedWrites);
        _shared = _meter.CreateHistogram<double>(CachingDiagnostics.SharedDuration, "s");
        _rawBytes = _meter.CreateCounter<long>(CachingDiagnostics.RawBytes, "By");
        _frameBytes = _meter.CreateCounter<long>(CachingDiagnostics.FrameBytes, "By");
        _meter.CreateObservableGauge(CachingDiagnostics.LocalEntries, () => cache.Local.Count);
        _meter.CreateObservableGauge(CachingDiagnostics.LocalBytes, () => cache.Local.Bytes, "By");
        _meter.CreateObservableCounter(CachingDiagnostics.LocalEvictions, () => cache.Local.Evicted);
        _meter.CreateObservableGauge(CachingDiagnostics.Lease, () => cache.Follower.HasLease ? 1 : 0);
        _meter.CreateObservableGauge(CachingDiagnostics.Outbox, () => cache.Follower.OutboxCount);
    }

    public void Hit(string region, CacheTier tier, in decimal cost)
    {
        // Most of what a hit would pay for otherwise is making the tags that nobody listens to.
        if (_hits.Enabled || _saved.Enabled)
        {
            CountHit(region, tier, cost);
        }

        if (_savings is not null && cost > 0)
        {
            _savings.Saved(region, cost);
        }
    }

    private void CountHit(string region, CacheTier tier, decimal cost)
    {
        string name = tier == CacheTier.Local ? "local" : "shared";
        _hits.Add(1, new("region", region), new("tier", name));
        if (cost > 0 && _saved.Enabled)
        {
            _saved.Add((double)cost, new("region", region), new("tier", name));
        }
    }

    public void Miss(string region, CacheMissReason reason)
    {
        if (_misses.Enabled)
        {
            _misses.Add(1, new("region", region), new("reason", reason.ToString()));
        }
    }

    public void ServedStale(string region) => _stale.Add(1, new KeyValuePair<string, object?>("region", region));

    public void ServedAfterLife(string region, string reason) => _afterLife.Add(1, new("region", region), new("reason", reason));

    public void CallerTimedOut(string region) => _callerTimeouts.Add(1, new KeyValuePair<string, object?>("region", region));

    public void EagerRefresh(string region, string outcome) => _eager.Add(1, new("region", region), new("outcome", outcome));

    public void NotModified(string region) => _notModified.Add(1, new KeyValuePair<string, object?>("region", region));

    public void Touched(string region) => _touches.Add(1, new KeyValuePair<string, object?>("region", region));

    public void Confirmed(string region, bool same) => _confirmations.Add(1, new("region", region), new("outcome", same ? "same" : "changed"));

    public void LookShared(string region) => _looksShared.Add(1, new KeyValuePair<string, object?>("region", region));

    public void Joined(string region) => _joined.Add(1, new KeyValuePair<string, object?>("region", region));

    public void WaitedAcrossNodes(string region) => _awaited.Add(1, new KeyValuePair<string, object?>("region", region));

    public void Created(string region, TimeProvider timeProvider, long began, decimal cost)
    {
        if (_factory.Enabled)
        {
            _factory.Record(timeProvider.GetElapsedTime(began).TotalSeconds, new KeyValuePair<string, object?>("region", region));
        }

        if (cost > 0)
        {
            _spent.Add((double)cost, new KeyValuePair<string, object?>("region", region));
        }
    }

    public void FactoryTimedOut(string region) => _timeouts.Add(1, new KeyValuePair<string, object?>("region", region));

    public void Superseded(string region, CacheMissReason reason) => _superseded.Add(1, new("region", region), new("reason", reason.ToString()));

    public void Invalidated(string kind) => _invalidations.Add(1, new KeyValuePair<string, object?>("kind", kind));

    public void Refused(string region, string reason) => _refused.Add(1, new("region", region), new("reason", reason));

    public void Corrupt(string region, FrameReadResult result) => _corrupt.Add(1, new("region", region), new("reason", result.ToString()));

    public void SharedTierError(string operation) => _errors.Add(1, new KeyValuePair<string, object?>("operation", operation));

    public void SharedLatency(string operation, TimeSpan duration) => _shared.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("operation", operation));

    public void SharedWrite(string region, WriteOutcome outcome, int rawBytes, int frameBytes, TimeSpan duration)
    {
        _writes.Add(1, new("region", region), new("outcome", outcome.ToString()));
        SharedLatency("write", duration);
        if (outcome == WriteOutcome.Written)
        {
            _rawBytes.Add(rawBytes, new KeyValuePair<string, object?>("region", region));
            _frameBytes.Add(frameBytes, new KeyValuePair<string, object?>("region", region));
        }
    }

    public void Dispose()
    {
        // A factory owns the meters that it made.
        if (_ownsMeter)
        {
            _meter.Dispose();
        }
    }
}
