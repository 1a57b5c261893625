namespace CodeGen.Runtime.Conformance.Projections;

/// <summary>Makes periods of recorded load.</summary>
internal static class CostPeriods
{
    public static IReadOnlyList<CostPeriod> Of(LoadFolder load, string model, int seed) =>
    [
        .. load.Production.Select(static one => new CostPeriod(PeriodKind.ProductionFromNothing, one.Name, $"{one.Name}, all", one.Start, one.End, HasDays: true, one.Costs())),
        .. load.Production.Select(static one =>
            new CostPeriod(PeriodKind.ProductionWithHistory, one.Name, $"{one.Name}, second half", one.Start.AddDays(one.Days - (one.Days / 2)), one.End, HasDays: true, one.Costs())),
        .. load.Logs.SelectMany(Months),
        .. load.Traces.Select(static one =>
            new CostPeriod(PeriodKind.Trace, one.Name, one.Name, TraceMonths.First, TraceMonths.First.AddHours(one.Minutes), HasDays: false, one.Costs(TraceMonths.First))),
        .. load.Traces.SelectMany(trace => Months(trace, load.Production, model, seed)),
    ];

    /// <summary>The days that are there of July, and August after them.</summary>
    private static IEnumerable<CostPeriod> Months(HourlyLoad log)
    {
        IReadOnlyList<CostEvent> costs = log.Costs();
        DateTimeOffset july = log.End < WebLog.LastOfJuly ? log.End : WebLog.LastOfJuly;
        yield return new(PeriodKind.WebLog, log.Name, $"{log.Name}, July", log.Start, july, HasDays: true, [.. costs.Where(one => one.Time < july)]);
        if (log.End >= WebLog.August.AddMonths(1))
        {
            DateTimeOffset september = WebLog.August.AddMonths(1);
            yield return new(PeriodKind.WebLog, log.Name, $"{log.Name}, August", WebLog.August, september, HasDays: true, [.. costs.Where(one => one.Time < september)]);
        }
    }

    private static IEnumerable<CostPeriod> Months(RequestTrace trace, IReadOnlyList<HourlyLoad> production, string model, int seed)
    {
        double[] bursts = trace.Bursts(model);
        foreach (HourlyLoad one in production)
        {
            if (one.Week() is { } week)
            {
                IReadOnlyList<CostEvent> costs = TraceMonths.Costs(week, bursts, seed++);
                string name = $"{trace.Name} × {one.Name}";
                string series = $"{trace.Name}, months";
                yield return new(
                    PeriodKind.TraceMonthFromNothing, series, $"{name}, June", TraceMonths.First, TraceMonths.Second, HasDays: true, [.. costs.Where(static cost => cost.Time < TraceMonths.Second)]);
                yield return new(PeriodKind.TraceMonthWithHistory, series, $"{name}, July", TraceMonths.Second, TraceMonths.End, HasDays: true, costs);
            }
        }
    }
}
