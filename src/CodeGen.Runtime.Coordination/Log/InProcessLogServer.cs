namespace CodeGen.Runtime.Coordination;

/// <summary>The log without Redis: the same operations under a lock. Several followers in one process may share one.</summary>
internal sealed class InProcessLogServer : ILogServer
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _timeProvider;
    private readonly int _maxRecords;
    private readonly long _started;
    private readonly Dictionary<string, long> _last = new(StringComparer.Ordinal);
    private readonly SortedSet<(long Sequence, string Member)> _bySequence = new(OrderBySequence.Instance);
    private readonly ulong _epoch = RandomIdentity.Next();
    private Action<Doorbell>? _listeners;
    private long _sequence;
    private long _floor;
    private long _shortFloor;
    private long _lastMark = long.MinValue / 2;

    public InProcessLogServer(TimeProvider timeProvider, int maxRecords = CoordinationOptions.DefaultMaxLogRecords)
    {
        _timeProvider = timeProvider;
        _maxRecords = maxRecords;
        _started = timeProvider.GetTimestamp();
    }

    public bool IsLocal => true;

    public bool IsReachable => true;

    private LogHead Head => new(_epoch, _sequence, _floor, _shortFloor, 0);

    private long Now => (long)_timeProvider.GetElapsedTime(_started).TotalMilliseconds;

    public Task SubscribeAsync(Action<Doorbell> listener, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _listeners += listener;
        }

        return Task.CompletedTask;
    }

    public Task<LogHead> AppendAsync(LogRecord record, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _sequence++;
            foreach (string member in record.Members)
            {
                Raise(member);
            }

            long now = Now;
            if (now - _lastMark >= TimeMark.IntervalMilliseconds)
            {
                _lastMark = now;
                Raise(TimeMark.Format(now));
            }

            if (_bySequence.Count > _maxRecords)
            {
                // A hundredth at once, so that the floor, which every follower has to adopt, rises seldom.
                RetireLocked(_bySequence.Skip(_bySequence.Count - _maxRecords + (_maxRecords / 100)).First().Sequence);
            }

            // Inside the lock, so that every listener hears the records in their order.
            _listeners?.Invoke(new Doorbell(Head, record));
            return Task.FromResult(Head);
        }
    }

    public Task<LogHead> RenewAsync(bool recovers, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(Head);
        }
    }

    public Task<LogPage> ReadAsync(long after, int limit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var members = _bySequence.GetViewBetween((after + 1, string.Empty), (long.MaxValue, string.Empty))
                .Take(limit)
                .Select(static pair => new KeyValuePair<string, long>(pair.Member, pair.Sequence))
                .ToList();
            return Task.FromResult(new LogPage(Head, members));
        }
    }

    public Task<long> GetLastAsync(string member, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_last.GetValueOrDefault(member));
        }
    }

    public Task RetireShortAsync(IReadOnlyList<KeyValuePair<string, long>> members, long upTo, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            foreach ((string member, long sequence) in members)
            {
                if (_last.GetValueOrDefault(member) == sequence)
                {
                    _last.Remove(member);
                    _bySequence.Remove((sequence, member));
                }
            }

            if (upTo <= _sequence)
            {
                _shortFloor = Math.Max(_shortFloor, upTo);
            }
        }

        return Task.CompletedTask;
    }

    public Task RetireAsync(long upTo, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            RetireLocked(Math.Min(upTo, _sequence));
        }

        return Task.CompletedTask;
    }

    /// <summary>There is no fail-over to recover from.</summary>
    public Task<int> ReportRecoveredAsync(ulong epoch, TimeSpan liveFor, CancellationToken cancellationToken) => Task.FromResult(0);

    public Task<long> GetTimeAsync(CancellationToken cancellationToken) => Task.FromResult(Now);

    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _listeners = null;
        }

        return ValueTask.CompletedTask;
    }

    private void Raise(string member)
    {
        if (_last.TryGetValue(member, out long previous))
        {
            _bySequence.Remove((previous, member));
        }

        _last[member] = _sequence;
        _bySequence.Add((_sequence, member));
    }

    private void RetireLocked(long upTo)
    {
        while (_bySequence.Count > 0 && _bySequence.Min.Sequence <= upTo)
        {
            var oldest = _bySequence.Min;
            _bySequence.Remove(oldest);
            _last.Remove(oldest.Member);
        }

        _floor = Math.Max(_floor, upTo);
    }

    private sealed class OrderBySequence : IComparer<(long Sequence, string Member)>
    {
        public static readonly OrderBySequence Instance = new();

        public int Compare((long Sequence, string Member) x, (long Sequence, string Member) y)
        {
            int bySequence = x.Sequence.CompareTo(y.Sequence);
            return bySequence != 0 ? bySequence : string.CompareOrdinal(x.Member, y.Member);
        }
    }
}
