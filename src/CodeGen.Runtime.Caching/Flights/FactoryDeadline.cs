namespace CodeGen.Runtime.Caching;

/// <summary>
/// When the time of one run of a factory is over. Its timer is set once somebody would notice: a factory that is done before it gives its thread back needs none, unless others wait for it meanwhile.
/// Thread-safe.
/// </summary>
internal sealed class FactoryDeadline(Flight flight, TimeProvider timeProvider, long began, TimeSpan timeout) : IDisposable
{
    private const int Idle = 0;
    private const int Armed = 1;
    private const int Ended = 2;
    private int _state;
    private ITimer? _timer;

    /// <summary>From now on the flight hears of it. Doing it twice is doing it once.</summary>
    public void Arm()
    {
        if (Interlocked.CompareExchange(ref _state, Armed, Idle) != Idle)
        {
            return;
        }

        TimeSpan left = timeout - timeProvider.GetElapsedTime(began);
        ITimer timer = timeProvider.CreateTimer(static d => ((FactoryDeadline)d!).Pass(), this, left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        Interlocked.Exchange(ref _timer, timer);
        if (Volatile.Read(ref _state) == Ended)
        {
            // It ended while the timer was set.
            timer.Dispose();
        }
    }

    /// <summary>The factory has ended: nothing passes any more.</summary>
    public void Dispose()
    {
        Interlocked.Exchange(ref _state, Ended);
        Volatile.Read(ref _timer)?.Dispose();
    }

    private void Pass()
    {
        if (Interlocked.CompareExchange(ref _state, Ended, Armed) == Armed)
        {
            flight.Expire();
        }
    }
}
