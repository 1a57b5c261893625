using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>So many months, counted from one month of the year.</summary>
internal sealed class MonthUnit : CalendarUnit
{
    private const int MonthsOfYear = 12;
    private readonly int _months;
    private readonly int _startMonth;
    private readonly string _name;
    private readonly Func<DateOnly, string> _id;

    private MonthUnit(string name, int months, int startMonth, Func<DateOnly, string> id)
    {
        _name = name;
        _months = months;
        _startMonth = startMonth;
        _id = id;
    }

    public static MonthUnit Month { get; } = new("month", 1, 1, static first => first.ToString("yyyy-MM", CultureInfo.InvariantCulture));

    public static MonthUnit Quarter { get; } =
        new("quarter", 3, 1, static first => string.Create(CultureInfo.InvariantCulture, $"{first.Year:D4}-Q{(first.Month + 2) / 3}"));

    public static MonthUnit Year { get; } = new("year", MonthsOfYear, 1, static first => first.ToString("yyyy", CultureInfo.InvariantCulture));

    public static MonthUnit FiscalYear(int startMonth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(startMonth, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(startMonth, MonthsOfYear);
        return new(
            string.Create(CultureInfo.InvariantCulture, $"fiscal year from month {startMonth}"), MonthsOfYear, startMonth, static first => first.ToString("'FY'yyyy-MM", CultureInfo.InvariantCulture));
    }

    public override DateOnly First(DateOnly date)
    {
        int months = (date.Year * MonthsOfYear) + date.Month - _startMonth;
        return FromMonths(months - (months % _months));
    }

    public override DateOnly Add(DateOnly first, int units) => first.AddMonths(units * _months);

    public override string Id(DateOnly first) => _id(first);

    public override string ToString() => _name;

    private DateOnly FromMonths(int months)
    {
        int fromJanuary = months + _startMonth - 1;
        return new DateOnly(fromJanuary / MonthsOfYear, (fromJanuary % MonthsOfYear) + 1, 1);
    }
}
