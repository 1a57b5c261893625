namespace CodeGen.Runtime.Costs;

/// <summary>The time that a report is about. Immutable.</summary>
internal sealed record ReportPeriod(ReportUnit Unit, DateOnly Date, DateTimeOffset From, DateTimeOffset Until, string Zone)
{
    public static ReportPeriod Of(DateTimeOffset from, DateTimeOffset until, string zone)
    {
        if (until <= from)
        {
            throw new ArgumentException($"The report's time ends at {until:O} and begins at {from:O}. Write the earlier instant first.", nameof(until));
        }

        return new(ReportUnit.Span, default, RollupCalendar.Bounded(from).ToUniversalTime(), (until > BudgetPeriod.Latest ? BudgetPeriod.Latest : until).ToUniversalTime(), zone);
    }

    public static ReportPeriod Of(ReportUnit unit, DateOnly date, string zone)
    {
        var clock = new ZoneClock(zone);
        return new(unit, date, RollupCalendar.Bounded(clock.StartOf(date)), clock.StartOf(Add(unit, date, 1)), zone);
    }

    public bool Has(CostRecord record) => RollupCalendar.Bounded(record.EventTime) is var time && time >= From && time < Until;

    public ReportPeriod Previous() => Unit == ReportUnit.Span ? Of(From - (Until - From), From, Zone) : Of(Unit, Add(Unit, Date, -1), Zone);

    private static DateOnly Add(ReportUnit unit, DateOnly date, int count) => unit switch
    {
        ReportUnit.Day => date.AddDays(count),
        ReportUnit.Month => date.AddMonths(count),
        _ => date.AddYears(count),
    };
}
