namespace CodeGen.Runtime.Coordination;

/// <summary>
/// Milliseconds since the clock was made, read by hot paths as one field. A thread of its own moves it every <see cref="TickMilliseconds"/>; a tick that comes late,
/// or a wall clock that moved differently from the monotonic one, is told as a jump, since the process or the machine may have stood still.
/// With any other <see cref="TimeProvider"/> than the system's the clock is exact and has no thread.
/// </summary>
internal sealed class CoarseClock : IDisposable
{
    /// <summary>The clock's resolution: how far <see cref="Now"/> may lag, and how long a thawed process may act on the time before the freeze.</summary>
    public const int TickMilliseconds = 10;

    /// <summary>A tick this late means that the process stood still.</summary>
    public const int LateMilliseconds = 500;

    /// <summary>Wall and monotonic clock drifting apart by more than this within one tick means a suspended machine or a corrected clock.</summary>
    public const int WallJumpMilliseconds = 1_000;

    private readonly TimeProvider _timeProvider;
    private readonly long _start;
    private readonly bool _threaded;
    private readonly ManualResetEvent _stop = new(false);
    private long _now;
    private long _lastTick;
    private DateTimeOffset _lastWall;
    private int _running;

    public CoarseClock(TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        _start = timeProvider.GetTimestamp();
        _lastWall = timeProvider.GetUtcNow();
        _threaded = ReferenceEquals(timeProvider, TimeProvider.System);
    }

    /// <summary>Raised on the ticking thread when time did not pass evenly.</summary>
    public event Action? Jumped;

    public long Now => _running == 1 ? Volatile.Read(ref _now) : Exact();

    public TimeProvider TimeProvider => _timeProvider;

    public long Exact() => (long)_timeProvider.GetElapsedTime(_start).TotalMilliseconds;

    public void Start()
    {
        if (!_threaded || Interlocked.CompareExchange(ref _running, 1, 0) != 0)
        {
            return;
        }

        _lastTick = _now = Exact();
        _lastWall = _timeProvider.GetUtcNow();
        new Thread(Loop) { IsBackground = true, Name = "CodeGen.Runtime clock", Priority = ThreadPriority.AboveNormal }.Start();
    }

    /// <summary>One tick; called by the clock's thread.</summary>
    internal void Tick()
    {
        long now = Exact();
        DateTimeOffset wall = _timeProvider.GetUtcNow();
        long passed = now - _lastTick;
        double wallPassed = (wall - _lastWall).TotalMilliseconds;
        _lastTick = now;
        _lastWall = wall;
        bool jumped = passed > LateMilliseconds || Math.Abs(wallPassed - passed) > WallJumpMilliseconds;
        if (jumped)
        {
            // Before the new time is published: who sees the new time also sees the lease dropped.
            Jumped?.Invoke();
        }

        Volatile.Write(ref _now, now);
    }

    public void Dispose()
    {
        _stop.Set();
        if (!_threaded || _running == 0)
        {
            _stop.Dispose();
        }
    }

    private void Loop()
    {
        while (!_stop.WaitOne(TickMilliseconds))
        {
            Tick();
        }

        _stop.Dispose();
    }
}
