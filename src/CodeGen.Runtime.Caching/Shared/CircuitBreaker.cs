using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <summary>
/// Keeps callers from waiting for a shared tier that is away: after five failures in a row it is left alone, first for a second, then twice as long each time up to half a minute;
/// then one caller tries. Thread-safe.
/// </summary>
internal sealed class CircuitBreaker(CoarseClock clock)
{
    public const int FailuresToOpen = 5;
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private readonly Lock _gate = new();
    private int _failures;
    private long _openUntil;
    private long _pause;
    private bool _probing;

    public bool IsOpen => Volatile.Read(ref _failures) >= FailuresToOpen;

    /// <summary>Whether this caller may go; when the pause is over, exactly one may.</summary>
    public bool TryEnter()
    {
        if (!IsOpen)
        {
            return true;
        }

        lock (_gate)
        {
            long now = clock.Exact();
            if (_failures < FailuresToOpen)
            {
                return true;
            }

            if (now < _openUntil)
            {
                return false;
            }

            // Should the probe never report, the next pause ends all the same.
            _openUntil = now + _pause;
            _probing = true;
            return true;
        }
    }

    public void Succeeded()
    {
        if (Volatile.Read(ref _failures) == 0)
        {
            return;
        }

        lock (_gate)
        {
            _failures = 0;
            _pause = 0;
            _probing = false;
        }
    }

    /// <summary>Counts a failure; <see langword="true"/> when it opened the breaker.</summary>
    public bool Failed()
    {
        lock (_gate)
        {
            _failures++;
            if (_failures < FailuresToOpen)
            {
                return false;
            }

            bool opened = _failures == FailuresToOpen;
            if (!opened && !_probing)
            {
                // One of those that were under way when it opened: it says nothing new, and a crowd of them must not stretch the pause.
                return false;
            }

            _probing = false;
            _pause = _pause == 0 ? (long)FirstPause.TotalMilliseconds : Math.Min(2 * _pause, (long)LongestPause.TotalMilliseconds);
            _openUntil = clock.Exact() + _pause;
            return opened;
        }
    }
}
