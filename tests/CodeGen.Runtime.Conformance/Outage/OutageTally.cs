using CodeGen.Runtime.Conformance.Invalidation;

namespace CodeGen.Runtime.Conformance.Outage;

/// <summary>What callers of one family saw in one phase.</summary>
internal sealed class OutageTally
{
    private readonly Lock _gate = new();
    private readonly List<long> _durations = [];
    private long _fresh;
    private long _stale;
    private long _recomputed;
    private long _failed;
    private long _longest;

    public void Served(long duration, bool made, Verdict verdict)
    {
        lock (_gate)
        {
            _durations.Add(duration);
            if (made)
            {
                _recomputed++;
            }
            else if (verdict.Staleness > 0)
            {
                _stale++;
                _longest = Math.Max(_longest, verdict.Staleness);
            }
            else
            {
                _fresh++;
            }
        }
    }

    public void Failed(long duration)
    {
        lock (_gate)
        {
            _durations.Add(duration);
            _failed++;
        }
    }

    /// <summary>Fresh, stale, longest staleness in ms, recomputed, failed, and p50, p99 and max of the calls in ms.</summary>
    public object[] Row()
    {
        lock (_gate)
        {
            var p = new Percentiles(_durations);
            return [_fresh, _stale, Clock.Milliseconds(_longest), _recomputed, _failed, p.P50, p.P99, p.Max];
        }
    }
}
