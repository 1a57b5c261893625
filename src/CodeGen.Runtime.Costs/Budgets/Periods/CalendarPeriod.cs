namespace CodeGen.Runtime.Costs;

/// <summary>Units of the calendar in a time zone.</summary>
internal sealed class CalendarPeriod(CalendarUnit unit, string zone) : BudgetPeriod
{
    private readonly ZoneClock _clock = new(zone);

    internal override string Zone => zone;

    public override string ToString() => $"{unit} in {_clock}";

    private protected override bool Find(DateTimeOffset instant, out BudgetWindow window)
    {
        DateOnly first = unit.First(_clock.DateAt(instant));

        // Where a clock goes back over midnight, the date of an instant is not yet that of its window; where a date is skipped, its window is empty. Then a neighbour is it.
        DateTimeOffset start = _clock.StartOf(first);
        while (instant < start)
        {
            first = unit.Add(first, -1);
            start = _clock.StartOf(first);
        }

        DateTimeOffset end = _clock.StartOf(unit.Add(first, 1));
        while (instant >= end)
        {
            first = unit.Add(first, 1);
            start = end;
            end = _clock.StartOf(unit.Add(first, 1));
        }

        window = new BudgetWindow(unit.Id(first), start, end);
        return true;
    }
}
