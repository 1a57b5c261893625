using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>Weeks from Monday, or from Sunday.</summary>
internal sealed class WeekUnit : CalendarUnit
{
    private const int Days = 7;
    private readonly bool _sunday;

    public WeekUnit(DayOfWeek firstDay)
    {
        if (firstDay is not (DayOfWeek.Monday or DayOfWeek.Sunday))
        {
            throw new ArgumentException($"A week begins on {firstDay}; it must be Monday (ISO 8601) or Sunday.", nameof(firstDay));
        }

        _sunday = firstDay == DayOfWeek.Sunday;
    }

    // Day 0 of DateOnly, 1 January 0001, is a Monday.
    public override DateOnly First(DateOnly date) => date.AddDays(-((date.DayNumber + (_sunday ? 1 : 0)) % Days));

    public override DateOnly Add(DateOnly first, int units) => first.AddDays(units * Days);

    public override string Id(DateOnly first)
    {
        if (_sunday)
        {
            // Sunday weeks have several numberings; a date has one reading.
            return first.ToString("'S'yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        var monday = first.ToDateTime(TimeOnly.MinValue);
        return string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(monday):D4}-W{ISOWeek.GetWeekOfYear(monday):D2}");
    }

    public override string ToString() => _sunday ? "week from Sunday" : "week from Monday";
}
