namespace CodeGen.Runtime.Costs;

/// <summary>The windows of one budget in this process, and what counts of them now. All of it needs the store's lock.</summary>
internal sealed partial class ScopeCounters(BudgetScope scope)
{
    /// <summary>So many windows are kept for questions about the past, beside those with open holds and those that count.</summary>
    private const int Kept = 128;

    private readonly Dictionary<long, WindowCounters> _windows = [];
    private long _start;
    private long _end;
    private long _reach;
    private Int128 _committed;
    private Int128 _held;

    public BudgetScope Scope => scope;

    /// <summary>All windows that are known.</summary>
    public IReadOnlyCollection<WindowCounters> Windows => _windows.Values;

    /// <summary>The window now; missing where the period has none.</summary>
    public WindowCounters? Current { get; private set; }

    public string? CurrentId { get; private set; }

    public Int128 Available => scope.Limit - _committed - _held;

    /// <summary>Goes to the window of an instant, later or earlier. False where the table says nothing of it; then nothing is changed.</summary>
    public bool TryMove(long now)
    {
        if (now >= _start && now < _end)
        {
            return true;
        }

        WindowTable table = scope.Table;
        int index = table.IndexOf(now);
        if (index < 0)
        {
            return false;
        }

        _start = table.Starts[index];
        _end = table.EndOf(index);
        _reach = table.Reach;
        CurrentId = table.Ids[index];
        Current = CurrentId is null ? null : At(_start);
        Recount();
        return true;
    }

    public WindowCounters At(long start)
    {
        if (!_windows.TryGetValue(start, out WindowCounters? window))
        {
            _windows[start] = window = new WindowCounters(start);
        }

        return window;
    }

    public void EnsureFits(WindowCounters window, Int128 committed, Int128 held)
    {
        _ = checked(window.Committed + committed);
        _ = checked(window.Held + held);
        _ = checked(_committed + committed + _held + held);
        _ = checked(scope.Limit - (_committed + committed) - (_held + held));
    }

    public void Add(WindowCounters window, Int128 committed, Int128 held)
    {
        window.Committed += committed;
        window.Held += held;
        if (window.Counts)
        {
            _committed += committed;
            _held += held;
        }
    }

    /// <summary>When so much is left by itself: at the window's end, or when enough of a rolling period's buckets no longer count.</summary>
    public long RenewsAt(Int128 amount)
    {
        if (_reach == 0)
        {
            return _end;
        }

        long length = _end - _start;
        Int128 available = Available;
        long renews = _end;
        foreach (WindowCounters window in Counting().OrderBy(static window => window.Start))
        {
            if (amount <= available)
            {
                break;
            }

            available += window.Committed + window.Held;
            renews = window.Start + _reach + length;
        }

        return renews;
    }

    public (Int128 Committed, Int128 Held) Read(long start, long reach)
    {
        (Int128 Committed, Int128 Held) sums = default;
        foreach (WindowCounters window in _windows.Values)
        {
            if (window.Start <= start && window.Start >= start - reach)
            {
                sums = (sums.Committed + window.Committed, sums.Held + window.Held);
            }
        }

        return sums;
    }

    private IEnumerable<WindowCounters> Counting() => _windows.Values.Where(static window => window.Counts);

    private void Recount()
    {
        Forget();
        (_committed, _held) = (0, 0);
        foreach (WindowCounters window in _windows.Values)
        {
            // A clock that was set back must not free a rolling period of what was booked in its future.
            window.Counts = Current is not null && (window.Start == _start || (_reach > 0 && window.Start >= _start - _reach));
            if (window.Counts)
            {
                _committed += window.Committed;
                _held += window.Held;
            }
        }

        if (_reach > 0)
        {
            Alerted = Math.Min(Alerted, Reached(_committed));
        }
    }

    private void Forget()
    {
        if (_windows.Count <= 2 * Kept)
        {
            return;
        }

        long oldest = _start - _reach;
        foreach (WindowCounters window in _windows.Values.Where(window => window.Open == 0 && window.Start < oldest).OrderBy(static window => window.Start).Take(_windows.Count - Kept).ToArray())
        {
            _windows.Remove(window.Start);
        }
    }
}
