using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>The day of the billing zone that an instant is in. Not thread-safe: it remembers that of the last instant.</summary>
internal sealed class ReplayDays(RollupCalendar calendar)
{
    private BudgetWindow _window;
    private DateOnly _day;

    public DateOnly Of(DateTimeOffset instant)
    {
        // Nearly all charges are of the day of the one before, and reading a date of a name takes longer than all the rest.
        if (instant < _window.Start || instant >= _window.End)
        {
            _window = calendar.WindowOf(RollupLevel.Day, instant);
            _day = DateOnly.ParseExact(_window.Id, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        return _day;
    }
}
