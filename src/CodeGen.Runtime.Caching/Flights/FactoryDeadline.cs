namespace CodeGen.Runtime.Caching;

/// <summary>
/// When the time of one run of a factory is over. Its timer is set once somebody would notice: a factory that is done before it gives its thread back needs none, unless others wait for it meanwhile.
/// Thread-safe.
/// </summary>
internal sealed class FactoryDeadline(Flight flight, TimeProvider timeProvider, TimeSpan timeout) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly long _began = timeProvider.GetTimestamp();
    private ITimer? _timer;
    private bool _ended;

    /// <summary>From now on the flight hears of it. Doing it twice is doing it once.</summary>
    public void Arm()
    {
        lock (_gate)
        {
            if (_timer is null && !_ended)
            {
                TimeSpan left = timeout - timeProvider.GetElapsedTime(_began);
                _timer = timeProvider.CreateTimer(static d => ((FactoryDeadline)d!).Pass(), this, left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>The factory has ended: nothing passes any more.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
            _timer?.Dispose();
        }
    }

    private void Pass()
    {
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            _ended = true;
        }

        flight.Expire();
    }
}
