using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <summary>One look-up and factory call for one key, shared by all who ask meanwhile. It ends when its work ends or its last caller has left.</summary>
internal abstract class Flight : IDisposable
{
    private readonly EntryKey _key;
    private readonly CancellationTokenSource _stop = new();
    private FactoryDeadline? _deadline;
    private volatile bool _overdue;
    private volatile bool _isOnCallersThread;
    private LogPosition _stamp;
    private CacheEntryContext? _context;
    private int _callers = 1;
    private long _mark;

    protected Flight(in EntryKey key, LogPosition stamp, long mark, bool isCurrent)
    {
        IsCurrent = isCurrent;
        _key = key.Named();
        _stamp = stamp;
        _mark = mark;
    }

    protected Lock Gate { get; } = new();

    public FlightPlace Place => FlightPlace.Of(_key);

    public RegionSettings Region => _key.Region;

    /// <summary>Whether the log was in reach when the flight started.</summary>
    public bool IsCurrent { get; }

    /// <summary>The entry whose value the callers have got while the factory goes on, or <see langword="null"/>.</summary>
    public LocalEntry? AnsweredWith
    {
        get => Volatile.Read(ref field);
        protected set => Volatile.Write(ref field, value);
    }

    /// <summary>Cancelled when the last caller has left, or the time of its factory is over.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Whether the last caller has left.</summary>
    public bool IsAbandoned
    {
        get
        {
            lock (Gate)
            {
                return _callers == 0;
            }
        }
    }

    /// <summary>Whether its factory took longer than it may.</summary>
    public bool IsOverdue => _overdue;

    /// <summary>Whether its factory has a caller's thread and has not given it back.</summary>
    public bool IsOnCallersThread
    {
        get => _isOnCallersThread;
        set => _isOnCallersThread = value;
    }

    /// <summary>How many invalidations without a sequence there were when the value began to be looked for or made.</summary>
    public long Mark
    {
        get
        {
            lock (Gate)
            {
                return _mark;
            }
        }
    }

    /// <summary>The flight as it stands: stamp of the factory that runs now, tags that it has named so far.</summary>
    public Subject Subject
    {
        get
        {
            lock (Gate)
            {
                return new Subject(_key, _context is null ? [] : TagMembers.Of(_context.TagSnapshot()), _stamp);
            }
        }
    }

    /// <summary>Joins the flight; <see langword="false"/> when its last caller has just left or it is overdue.</summary>
    public bool TryJoin()
    {
        lock (Gate)
        {
            if (_callers == 0 || _overdue)
            {
                return false;
            }

            // Whoever joins does not wait for ever, though the factory keep the thread of the caller who brought it.
            _deadline?.Arm();
            _callers++;
            return true;
        }
    }

    /// <summary>Leaves the flight; <see langword="true"/> when nobody is left and it was told to stop.</summary>
    public bool Leave()
    {
        lock (Gate)
        {
            if (_callers == 0 || --_callers > 0)
            {
                return false;
            }
        }

        CancelFactory();
        return true;
    }

    /// <summary>A factory begins, for the first time or again. Dispose what this gives when it has ended.</summary>
    public FactoryDeadline BeginFactory(LogPosition stamp, long mark, CacheEntryContext context, TimeProvider timeProvider, long began, TimeSpan timeout)
    {
        var deadline = new FactoryDeadline(this, timeProvider, began, timeout);
        lock (Gate)
        {
            _stamp = stamp;
            _context = context;
            _mark = mark;
            _deadline = deadline;
            if (_callers > 1)
            {
                deadline.Arm();
            }
        }

        return deadline;
    }

    /// <summary>The factory's time is over.</summary>
    public void Expire()
    {
        lock (Gate)
        {
            _overdue = true;
        }

        CancelFactory();
        if (_isOnCallersThread)
        {
            // Nobody is there to hear the token: the callers who wait are told here.
            FailOverdue();
        }
    }

    protected abstract void FailOverdue();

    private void CancelFactory()
    {
        try
        {
            _stop.Cancel();
        }
        catch (AggregateException)
        {
            // What a factory has hung on its token and fails there is no concern of whoever leaves, nor of the timer's thread, which would take the process down.
        }
    }

    public void Dispose() => _stop.Dispose();
}
