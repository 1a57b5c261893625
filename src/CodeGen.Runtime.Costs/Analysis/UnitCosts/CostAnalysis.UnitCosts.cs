using CodeGen.Runtime.Forecasting;

namespace CodeGen.Runtime.Costs;

/// <content>What a unit costs.</content>
internal sealed partial class CostAnalysis
{
    /// <summary>A unit cost that changed by less is the same.</summary>
    private const decimal LeastChange = 0.01m;

    private static readonly string s_models = nameof(CostCategory.Model).ToLowerInvariant();

    public async ValueTask<UnitCosts> UnitCostsAsync(Action<UnitCostQuery>? configure = null, CancellationToken cancellationToken = default)
    {
        var query = new UnitCostQuery(time.GetUtcNow(), options.BillingZone);
        configure?.Invoke(query);
        CostReport report = await reports.ReportAsync(
            r =>
            {
                AskForModels(r, query, query.First, query.End).GroupBy(CostReportDimension.Day);
                if (query.Dimension is { } dimension)
                {
                    r.GroupBy(dimension).Top(query.Groups);
                }
            },
            cancellationToken).ConfigureAwait(false);
        var groups = new List<UnitCostGroup>();
        foreach (IGrouping<string?, CostReportGroup> group in report.Groups.Where(static group => !group.IsOther).GroupBy(static group => group.Key.Count > 1 ? group.Key[1] : null))
        {
            UnitCostDay[] days = [.. group.Select(static one => Day(AnalysisNumbers.Day(one.Key[0]), one.Figures)).OrderBy(static day => day.Day)];
            List<UnitCostShift> shifts = [];
            foreach (UnitCostKind kind in Enum.GetValues<UnitCostKind>())
            {
                await AddShiftsAsync(query, group.Key, kind, days, shifts, cancellationToken).ConfigureAwait(false);
            }

            groups.Add(new UnitCostGroup(group.Key, Sum(query.First, days), days, [.. shifts.OrderBy(static shift => shift.At).ThenBy(static shift => shift.Kind)]));
        }

        return new UnitCosts
        {
            From = report.From,
            Until = report.Until,
            Zone = query.Zone,
            Dimension = query.Dimension,
            Groups = [.. groups.OrderByDescending(static group => group.Whole.Cost.Picos).ThenBy(static group => group.Value, StringComparer.Ordinal)],
            Unconverted = report.Total.Unconverted,
            IsWhole = report.IsWhole,
        };
    }

    private async ValueTask AddShiftsAsync(UnitCostQuery query, string? value, UnitCostKind kind, UnitCostDay[] days, List<UnitCostShift> shifts, CancellationToken cancellationToken)
    {
        UnitCostDay[] known = [.. days.Where(day => day.Units(kind) > 0)];
        if (known.Length == 0)
        {
            return;
        }

        DateOnly first = known[0].Day;
        double[] series = new double[query.End.DayNumber - first.DayNumber];
        Array.Fill(series, double.NaN);
        foreach (UnitCostDay day in known)
        {
            series[day.Day.DayNumber - first.DayNumber] = AnalysisNumbers.Double(day.Of(kind)!.Value);
        }

        DateOnly[] starts = [first, .. ChangePoints.Find(series).Select(change => first.AddDays(change.Index)), query.End];
        decimal month = Sum(query.First, [.. known.Where(day => day.Day >= query.End.AddDays(-DaysOfWeek))]).Units(kind) * (decimal)(AnalysisNumbers.DaysOfMonth / DaysOfWeek);
        for (int at = 1; at < starts.Length - 1; at++)
        {
            UnitCostDay before = Sum(starts[at - 1], Within(starts[at - 1], starts[at]));
            UnitCostDay after = Sum(starts[at], Within(starts[at], starts[at + 1]));
            if (before.Of(kind) is not { } was || after.Of(kind) is not { } now || Math.Abs((now - was).ToDecimal()) < LeastChange * Math.Abs(was.ToDecimal()))
            {
                continue;
            }

            UnitCostPiece[] old = await PiecesAsync(query, value, starts[at - 1], starts[at], cancellationToken).ConfigureAwait(false);
            UnitCostPiece[] recent = await PiecesAsync(query, value, starts[at], starts[at + 1], cancellationToken).ConfigureAwait(false);
            shifts.Add(new UnitCostShift(
                kind, starts[at], was, now, Money.Of((now - was).ToDecimal() * month, now.Currency), UnitCostSplit.Of(old, before.Units(kind), recent, after.Units(kind), now - was)));
        }

        UnitCostDay[] Within(DateOnly from, DateOnly until) => [.. days.Where(day => day.Day >= from && day.Day < until)];
    }

    private async ValueTask<UnitCostPiece[]> PiecesAsync(UnitCostQuery query, string? value, DateOnly from, DateOnly until, CancellationToken cancellationToken)
    {
        CostReport report = await reports.ReportAsync(
            r =>
            {
                AskForModels(r, query, from, until).GroupBy(CostReportDimension.Item, CostReportDimension.Line);
                if (query.Dimension is { } dimension)
                {
                    r.Where(dimension, value);
                }
            },
            cancellationToken).ConfigureAwait(false);
        return [.. report.Groups.Select(static group => new UnitCostPiece(group.Key[0], group.Key[1], group.Figures.ConvertedCost.ToDecimal(), group.Figures.Tokens))];
    }

    private static CostQuery AskForModels(CostQuery report, UnitCostQuery query, DateOnly first, DateOnly end) => query.Ask(report, first, end).Where(CostReportDimension.Category, s_models);

    private static UnitCostDay Day(DateOnly day, CostFigures figures) => new(day, figures.ConvertedCost, figures.Requests, figures.OutputTokens);

    private static UnitCostDay Sum(DateOnly first, UnitCostDay[] days) => days.Length == 0
        ? new UnitCostDay(first, default, 0, 0)
        : days.Aggregate((sum, day) => new UnitCostDay(first, sum.Cost + day.Cost, sum.Requests + day.Requests, sum.OutputTokens + day.OutputTokens)) with { Day = first };
}
