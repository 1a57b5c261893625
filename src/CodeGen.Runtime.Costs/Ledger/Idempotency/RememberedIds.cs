namespace CodeGen.Runtime.Costs;

/// <summary>
/// The ids of the window of remembrance, in a table for each hour of their own time, so that forgetting is dropping a table. An id costs 52 bytes in its table, which grows by
/// doubling: 56 to 120 bytes each. Not thread-safe: called under the log's lock.
/// </summary>
internal sealed class RememberedIds(TimeSpan window, int max)
{
    /// <summary>How far the clock of an id's maker may be ahead.</summary>
    public static readonly TimeSpan MaxAhead = TimeSpan.FromDays(1);

    private const long HourMilliseconds = 3_600_000;

    private readonly SortedDictionary<long, Dictionary<EventId, RememberedEvent>> _hours = [];
    private readonly long _window = (long)window.TotalMilliseconds;
    private long _floor;
    private long _last = -1;
    private Dictionary<EventId, RememberedEvent>? _lastHour;

    public int Count { get; private set; }

    /// <summary>Whether an id of this time can be told to be new.</summary>
    public bool Covers(EventId id, DateTimeOffset now)
    {
        long milliseconds = now.ToUnixTimeMilliseconds();
        long floor = (milliseconds - _window) / HourMilliseconds;
        if (floor > _floor)
        {
            Forget(floor);
        }

        return HourOf(id) >= _floor && id.UnixMilliseconds <= milliseconds + (long)MaxAhead.TotalMilliseconds;
    }

    public bool TryGet(EventId id, out RememberedEvent known)
    {
        known = default;
        return Hour(HourOf(id)) is { } hour && hour.TryGetValue(id, out known);
    }

    public void Add(EventId id, RememberedEvent known)
    {
        long number = HourOf(id);
        if (Hour(number) is not { } hour)
        {
            _hours.Add(number, hour = []);
            (_last, _lastHour) = (number, hour);
        }

        if (hour.TryAdd(id, known) && ++Count > max)
        {
            long oldest = _hours.First().Key;
            if (oldest != number)
            {
                Forget(oldest + 1);
            }
        }
    }

    private static long HourOf(EventId id) => id.UnixMilliseconds / HourMilliseconds;

    private Dictionary<EventId, RememberedEvent>? Hour(long number)
    {
        // Nearly all ids are of this hour.
        if (number != _last)
        {
            (_last, _lastHour) = (number, _hours.GetValueOrDefault(number));
        }

        return _lastHour;
    }

    private void Forget(long floor)
    {
        _floor = floor;
        (_last, _lastHour) = (-1, null);
        while (_hours.Count > 0 && _hours.First() is var oldest && oldest.Key < floor)
        {
            Count -= oldest.Value.Count;
            _hours.Remove(oldest.Key);
        }
    }
}
