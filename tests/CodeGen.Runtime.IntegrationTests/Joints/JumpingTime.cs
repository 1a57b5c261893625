namespace CodeGen.Runtime.IntegrationTests.Joints;

/// <summary>A clock that jumps, as that of a machine that was asleep: a timer that is due fires once, however often its period has passed, so that a month takes no longer than what happens in it.</summary>
internal sealed class JumpingTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<JumpingTimer> _timers = [];
    private long _now = start.UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(GetTimestamp(), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new JumpingTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Jump(TimeSpan time)
    {
        Interlocked.Add(ref _now, time.Ticks);
        JumpingTimer[] due;
        lock (_gate)
        {
            due = [.. _timers.Where(timer => timer.Due <= _now)];
        }

        foreach (JumpingTimer timer in due)
        {
            timer.Fire();
        }
    }

    private sealed class JumpingTimer(JumpingTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public long Due { get; private set; } = long.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool isNow = dueTime == TimeSpan.Zero;
            lock (time._gate)
            {
                _period = period;
                Due = dueTime < TimeSpan.Zero || (isNow && period <= TimeSpan.Zero) ? long.MaxValue : time.GetTimestamp() + (isNow ? period : dueTime).Ticks;
                if (Due == long.MaxValue)
                {
                    time._timers.Remove(this);
                }
                else if (!time._timers.Contains(this))
                {
                    time._timers.Add(this);
                }
            }

            if (isNow)
            {
                callback(state);
            }

            return true;
        }

        public void Fire()
        {
            lock (time._gate)
            {
                Due = _period > TimeSpan.Zero ? time.GetTimestamp() + _period.Ticks : long.MaxValue;
                if (Due == long.MaxValue)
                {
                    time._timers.Remove(this);
                }
            }

            callback(state);
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
