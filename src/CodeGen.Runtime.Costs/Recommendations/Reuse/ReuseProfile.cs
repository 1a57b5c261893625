namespace CodeGen.Runtime.Costs;

/// <summary>
/// What longer times to live and more memory would have saved of one cache, from a sample of its keys: all events of the keys whose hash is below a threshold, and none of others (SHARDS; Waldspurger et al., FAST 2015). For each
/// key it is simulated until when its value would have lived with each longer time to live, and which sizes would still have held it. Thread-safe: each event takes one lock for about a microsecond.
/// </summary>
/// <remarks>
/// At most <see cref="MaxKeys"/> keys are tracked: when there are more, those with the highest hashes are forgotten and the threshold falls, so that a profile takes about half a kilobyte a key, beside its sums by region and day.
/// The same events give the same profile.
/// </remarks>
public sealed partial class ReuseProfile
{
    /// <summary>Default of <see cref="MaxKeys"/>.</summary>
    public const int DefaultMaxKeys = 8_192;

    /// <summary>How many regions are told apart at most; others are not looked at.</summary>
    public const int MaxRegions = 64;

    /// <summary>A hash is compared by its upper 24 bits.</summary>
    private const int HashShift = 40;
    private const uint Everything = 1 << 24;

    /// <summary>A value that says it cost more than this is a mistake of whoever made it, and would spoil the sums.</summary>
    private const decimal MostCost = 1e12m;

    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, ReuseKey> _keys = [];
    private readonly Dictionary<string, ReuseRegionState> _regions = new(StringComparer.Ordinal);
    private readonly ReuseOrder[] _orders;
    private readonly ReplayDays _days;
    private decimal _weight;
    private double _keysEach;
    private volatile uint _threshold;

    /// <summary>Begins a profile.</summary>
    /// <param name="cache">Which cache it is about.</param>
    /// <param name="billingZone">The IANA time zone of its days.</param>
    /// <param name="share">Which part of all keys is sampled at first: above 0, at most 1.</param>
    /// <param name="maxKeys">How many keys are tracked at most: 16 to 1,048,576.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not in its range.</exception>
    public ReuseProfile(ReuseCache cache, string billingZone = CostMeteringOptions.DefaultBillingZone, double share = 1, int maxKeys = DefaultMaxKeys)
    {
        ArgumentNullException.ThrowIfNull(cache);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxKeys, 16);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxKeys, 1 << 20);
        if (share is not (> 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "The sampled share must be above 0 and at most 1.");
        }

        (Cache, MaxKeys) = (cache, maxKeys);
        _days = new ReplayDays(new RollupCalendar(billingZone));
        _orders = [.. ReuseFactors.Sizes.Select((factor, size) => new ReuseOrder(size, cache.MaxEntries * factor, cache.MaxBytes * factor))];
        Lower((uint)Math.Max(1, Math.Round(share * Everything)));
    }

    /// <summary>Which cache it is about.</summary>
    public ReuseCache Cache { get; }

    /// <summary>How many keys are tracked at most.</summary>
    /// <value>The default is 8,192.</value>
    public int MaxKeys { get; }

    /// <summary>Which part of all keys is sampled now.</summary>
    public double Share => (double)_threshold / Everything;

    /// <summary>How many keys are tracked now.</summary>
    public int TrackedKeys
    {
        get
        {
            lock (_gate)
            {
                return _keys.Count;
            }
        }
    }

    /// <summary>Whether events of a key are of the sample; others need not be observed.</summary>
    /// <param name="keyHash">The hash of region and key.</param>
    public bool IsSampled(ulong keyHash) => keyHash >> HashShift < _threshold;

    /// <summary>Makes a region known. With another time to live than before its days begin anew: they say nothing of multiples of this one.</summary>
    /// <param name="region">The region.</param>
    /// <returns>Whether it is profiled: <see langword="false"/> beyond <see cref="MaxRegions"/>.</returns>
    public bool Define(ReuseRegion region)
    {
        ArgumentNullException.ThrowIfNull(region);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(region.TimeToLive, TimeSpan.Zero);
        lock (_gate)
        {
            if (_regions.TryGetValue(region.Name, out ReuseRegionState? known))
            {
                if (known.Region != region)
                {
                    Forget(key => key.Region == known);
                    _regions[region.Name] = known.Region.TimeToLive == region.TimeToLive ? known.With(region) : new ReuseRegionState(region);
                }

                return true;
            }

            return _regions.Count < MaxRegions && _regions.TryAdd(region.Name, Begin(region));
        }
    }

    /// <summary>Observes an event. Those of keys that are not sampled, and of regions that are not defined, are passed over.</summary>
    /// <param name="happened">The event. Of one key they come in the order in which they happened.</param>
    public void Observe(in ReuseEvent happened)
    {
        if (!IsSampled(happened.KeyHash))
        {
            return;
        }

        lock (_gate)
        {
            // The threshold may just have fallen.
            if (!IsSampled(happened.KeyHash) || happened.Region is null || !_regions.TryGetValue(happened.Region, out ReuseRegionState? region))
            {
                return;
            }

            long now = happened.At.UtcTicks;
            if (!_keys.TryGetValue(happened.KeyHash, out ReuseKey? key))
            {
                MakeRoom(now);
                if (!IsSampled(happened.KeyHash))
                {
                    return;
                }

                _keys[happened.KeyHash] = key = new ReuseKey(happened.KeyHash, region);
            }

            ReuseDay day = region.Day(_days.Of(RollupCalendar.Bounded(happened.At)));
            if (happened.Kind == ReuseEventKind.Stored)
            {
                Store(key, day, happened, now);
            }
            else
            {
                Access(key, day, happened.Kind, now);
            }
        }
    }

    private void Access(ReuseKey key, ReuseDay day, ReuseEventKind kind, long now)
    {
        day.Accesses += _keysEach;
        (key.ThereByTime, key.ThereBySize, key.IsAwaited) = (0, 0, kind != ReuseEventKind.Hit);
        if (kind == ReuseEventKind.Hit)
        {
            day.Hits += _keysEach;
        }

        for (int time = 0; time < key.Ends.Length; time++)
        {
            AccessTime(key, day, kind, now, time);
        }

        for (int size = 0; size < _orders.Length; size++)
        {
            AccessSize(key, day, kind, now, size);
        }
    }

    private void AccessTime(ReuseKey key, ReuseDay day, ReuseEventKind kind, long now, int time)
    {
        bool isThere = key.Ends[time] > now;
        if (kind == ReuseEventKind.Hit)
        {
            if (!isThere && key.Ends[time] != 0 && !key.IsLifeOwn)
            {
                // With the longer life it would be older, and would have to be made just now.
                day.SavedByTime[time] -= key.Cost * _weight;
                key.Ends[time] = now + Life(key, time);
                return;
            }

            // Where nothing is known of it, it was made a life ago at the earliest.
            key.Ends[time] = isThere ? key.Ends[time] : now + Life(key, time) - key.Life.Ticks;
            day.HitsByTime[time] += _keysEach;
        }
        else if (kind == ReuseEventKind.MissExpired && isThere && !key.IsLifeOwn)
        {
            key.ThereByTime |= 1 << time;
            day.HitsByTime[time] += _keysEach;
        }
        else
        {
            key.Ends[time] = 0;
        }
    }

    private void AccessSize(ReuseKey key, ReuseDay day, ReuseEventKind kind, long now, int size)
    {
        ReuseOrder order = _orders[size];
        if (kind == ReuseEventKind.Miss)
        {
            order.Remove(key);
        }
        else if (order.Has(key, now))
        {
            order.Touch(key);
            day.HitsBySize[size] += _keysEach;
            key.ThereBySize |= kind == ReuseEventKind.Hit ? 0 : 1 << size;
        }
        else if (kind == ReuseEventKind.Hit)
        {
            // The cache has what this one would have to make.
            day.SavedBySize[size] -= key.Region.Region.IsShared ? 0 : key.Cost * _weight;
            order.Put(key, now + key.Life.Ticks);
        }
    }

    private void Store(ReuseKey key, ReuseDay day, in ReuseEvent happened, long now)
    {
        key.Cost = happened.Cost is > 0 and <= MostCost ? happened.Cost : 0;
        decimal cost = key.Cost * _weight;
        int thereBySize = key.ThereBySize;
        int thereByTime = key.ThereByTime;
        if (key.IsAwaited)
        {
            day.Payments++;
            day.Paid += cost;
        }

        Resize(key, Math.Max(0, happened.Bytes));
        (key.Life, key.IsLifeOwn) = (happened.Life > TimeSpan.Zero ? happened.Life : key.Region.Region.TimeToLive, happened.IsLifeOwn);
        (key.IsAwaited, key.ThereByTime, key.ThereBySize) = (false, 0, 0);
        key.RealEnds = now + key.Life.Ticks;
        for (int time = 0; time < key.Ends.Length; time++)
        {
            if ((thereByTime & (1 << time)) != 0)
            {
                day.SavedByTime[time] += cost;
            }
            else
            {
                key.Ends[time] = now + Life(key, time);
            }
        }

        for (int size = 0; size < _orders.Length; size++)
        {
            if ((thereBySize & (1 << size)) != 0)
            {
                day.SavedBySize[size] += key.Region.Region.IsShared ? 0 : cost;
            }
            else
            {
                _orders[size].Put(key, now + key.Life.Ticks);
            }
        }
    }

    /// <summary>Where it would have been there it stays, with the bytes of what was made in its place: they are those of the same key.</summary>
    private void Resize(ReuseKey key, long bytes)
    {
        if (key.Bytes == bytes)
        {
            return;
        }

        Span<bool> isIn = stackalloc bool[_orders.Length];
        for (int size = 0; size < _orders.Length; size++)
        {
            isIn[size] = key.Places[size].IsIn;
            _orders[size].Remove(key);
        }

        key.Bytes = bytes;
        for (int size = 0; size < _orders.Length; size++)
        {
            if (isIn[size])
            {
                _orders[size].Put(key, key.Places[size].Ends);
            }
        }
    }

    /// <summary>A part of each life may have been cut off at random: it would be of a longer one, too.</summary>
    private static long Life(ReuseKey key, int time) => key.IsLifeOwn ? key.Life.Ticks : (long)(key.Life.Ticks * key.Region.Factor(time));

    private void MakeRoom(long now)
    {
        if (_keys.Count < MaxKeys)
        {
            return;
        }

        // An eighth at once, so that it seldom happens.
        int kept = MaxKeys - (MaxKeys / 8);
        Forget(key => key.IsDead(now));
        if (_keys.Count > kept)
        {
            ulong[] hashes = [.. _keys.Keys];
            Array.Sort(hashes);
            Lower((uint)Math.Max(1, hashes[kept] >> HashShift));
            Forget(key => !IsSampled(key.Hash));
        }
    }

    private void Lower(uint threshold)
    {
        _threshold = threshold;
        _weight = (decimal)Everything / threshold;
        _keysEach = (double)_weight;
        foreach (ReuseOrder order in _orders)
        {
            order.Share = (decimal)threshold / Everything;
        }
    }

    private void Forget(Func<ReuseKey, bool> condition)
    {
        foreach (ReuseKey key in _keys.Values.Where(condition).ToArray())
        {
            _keys.Remove(key.Hash);
            foreach (ReuseOrder order in _orders)
            {
                order.Remove(key);
            }
        }
    }
}
