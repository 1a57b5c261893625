namespace CodeGen.Runtime.Costs;

/// <summary>One window, and nothing before and after it.</summary>
internal sealed class OncePeriod : BudgetPeriod
{
    private readonly BudgetWindow _window;

    public OncePeriod(DateTimeOffset from, DateTimeOffset until)
    {
        if (from >= until)
        {
            throw new ArgumentException($"A budget's range ends at {until:O}, which is not after its start, {from:O}.", nameof(until));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(from, Earliest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(until, Latest);
        _window = new BudgetWindow("once", Whole(from), Whole(until));
    }

    public override string ToString() => $"once from {_window.Start:O} until {_window.End:O}";

    private protected override bool Find(DateTimeOffset instant, out BudgetWindow window)
    {
        window = _window;
        return _window.Contains(instant);
    }

    /// <summary>Stores count milliseconds.</summary>
    private static DateTimeOffset Whole(DateTimeOffset instant) => DateTimeOffset.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds());

    private protected override DateTimeOffset? Next(DateTimeOffset instant) => instant < _window.Start ? _window.Start : instant < _window.End ? _window.End : null;
}
