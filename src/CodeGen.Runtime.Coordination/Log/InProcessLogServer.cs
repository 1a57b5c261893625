using System.Runtime.InteropServices;

namespace CodeGen.Runtime.Coordination;

/// <summary>The log without Redis: the same operations under a lock. Several followers in one process may share one.</summary>
internal sealed class InProcessLogServer : ILogServer
{
    /// <summary>So many places are not worth throwing out.</summary>
    private const int MinOrder = 64;

    private readonly Lock _gate = new();
    private readonly TimeProvider _timeProvider;
    private readonly int _maxRecords;
    private readonly long _started;
    private readonly Dictionary<string, Place> _last = new(StringComparer.Ordinal);

    /// <summary>What was raised, in its order; only the last place of a member counts, and from time to time the others are thrown out.</summary>
    private readonly List<Place> _order = [];
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

    public Task<LogHead> AppendAsync(LogRecord record, CancellationToken cancellationToken) => Task.FromResult(Append(record));

    public LogHead? TryAppendAtOnce(LogRecord record) => Append(record);

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
            var members = Living(IndexAfter(after))
                .Take(limit)
                .Select(static pair => new KeyValuePair<string, long>(pair.Member, pair.Sequence))
                .ToList();
            return Task.FromResult(new LogPage(Head, members));
        }
    }

    public Task<LogPosition> GetLastAsync(string member, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(new LogPosition(_epoch, _last.GetValueOrDefault(member)?.Sequence ?? 0));
        }
    }

    public Task RetireShortAsync(IReadOnlyList<KeyValuePair<string, long>> members, long upTo, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            foreach ((string member, long sequence) in members)
            {
                if (_last.TryGetValue(member, out Place? last) && last.Sequence == sequence)
                {
                    Forget(last);
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

    private LogHead Append(LogRecord record)
    {
        lock (_gate)
        {
            _sequence++;
            long now = Now;
            bool marks = now - _lastMark >= TimeMark.IntervalMilliseconds;
            if (marks)
            {
                _lastMark = now;
            }

            if (record.Members.Count == 1 && !marks)
            {
                Raise(record.Members[0]);
            }
            else
            {
                // The members of one record in the order in which Redis has them.
                foreach (string member in (marks ? record.Members.Append(TimeMark.Format(now)) : record.Members).Order(StringComparer.Ordinal))
                {
                    Raise(member);
                }
            }

            if (_last.Count > _maxRecords)
            {
                // A hundredth at once, so that the floor, which every follower has to adopt, rises seldom.
                RetireLocked(Living(0).Skip(_last.Count - _maxRecords + (_maxRecords / 100)).First().Sequence);
            }

            // Inside the lock, so that every listener hears the records in their order.
            _listeners?.Invoke(new Doorbell(Head, record));
            return Head;
        }
    }

    private void Raise(string member)
    {
        var place = new Place(_sequence, member);
        ref Place? last = ref CollectionsMarshal.GetValueRefOrAddDefault(_last, member, out _);
        if (last is not null)
        {
            last.IsLiving = false;
        }

        last = place;
        _order.Add(place);
        if (_order.Count > (2 * _last.Count) + MinOrder)
        {
            _order.RemoveAll(static p => !p.IsLiving);
        }
    }

    private void Forget(Place place)
    {
        place.IsLiving = false;
        _last.Remove(place.Member);
    }

    private void RetireLocked(long upTo)
    {
        int end = IndexAfter(upTo);
        foreach (Place place in _order.Take(end))
        {
            if (place.IsLiving)
            {
                Forget(place);
            }
        }

        _order.RemoveRange(0, end);
        _floor = Math.Max(_floor, upTo);
    }

    private IEnumerable<Place> Living(int from) => _order.Skip(from).Where(static p => p.IsLiving);

    /// <summary>The first place after a sequence.</summary>
    private int IndexAfter(long sequence)
    {
        int low = 0, high = _order.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_order[middle].Sequence > sequence)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    /// <summary>Where a member was raised; living as long as it is the last place of its member.</summary>
    private sealed class Place(long sequence, string member)
    {
        public long Sequence { get; } = sequence;

        public string Member { get; } = member;

        public bool IsLiving { get; set; } = true;
    }
}
