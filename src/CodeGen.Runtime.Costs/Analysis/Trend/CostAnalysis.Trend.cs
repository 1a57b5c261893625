using CodeGen.Runtime.Forecasting;

namespace CodeGen.Runtime.Costs;

/// <content>How costs went.</content>
internal sealed partial class CostAnalysis
{
    public async ValueTask<CostTrend> TrendAsync(Action<CostTrendQuery>? configure = null, CancellationToken cancellationToken = default)
    {
        var query = new CostTrendQuery(time.GetUtcNow(), options.BillingZone);
        configure?.Invoke(query);
        DateOnly[] steps = TrendSteps.Of(query.First, query.End, query.Step);
        CostReport byDay = await reports.ReportAsync(r => query.Ask(r, steps[0], steps[^1]).GroupBy(CostReportDimension.Day), cancellationToken).ConfigureAwait(false);
        (DateOnly Day, Money Cost)[] days = [.. byDay.Groups.Select(static group => (AnalysisNumbers.Day(group.Key[0]), group.Figures.ConvertedCost))];
        steps = Known(steps, days);
        CostTrendPoint[] points = Points(steps, days, byDay.Currency);
        CostReport total = await TotalAsync(query, steps, cancellationToken).ConfigureAwait(false);
        return new CostTrend
        {
            From = total.From,
            Until = total.Until,
            Zone = query.Zone,
            Step = query.Step,
            Points = points,
            Total = total.Total.ConvertedCost,
            Previous = total.TotalChange?.Previous?.ConvertedCost,
            Ratio = total.TotalChange?.Ratio,
            Slope = Slope(points, steps, query.Step),
            Shifts = Shifts(points, query.Step),
            Unconverted = total.Total.Unconverted,
            IsWhole = total.IsWhole && byDay.IsWhole,
        };
    }

    private ValueTask<CostReport> TotalAsync(CostTrendQuery query, DateOnly[] steps, CancellationToken cancellationToken)
    {
        DateOnly before = TrendSteps.Before(steps[0], query.Step, steps.Length - 1);
        return reports.ReportAsync(
            r =>
            {
                query.Ask(r, steps[0], steps[^1]);
                if (before.Year >= 1970)
                {
                    r.CompareWith(query.At(before), query.At(steps[0]));
                }
            },
            cancellationToken);
    }

    /// <summary>Without the steps before anything was booked, and without a week or month in whose middle the first booking is: they would look like growth.</summary>
    private static DateOnly[] Known(DateOnly[] steps, (DateOnly Day, Money Cost)[] days)
    {
        if (days.Length == 0)
        {
            return steps;
        }

        int first = Array.FindLastIndex(steps, start => start <= days[0].Day);
        first += first > 0 && steps[first] < days[0].Day ? 1 : 0;
        return first < steps.Length - 1 ? steps[first..] : steps[^2..];
    }

    private static CostTrendPoint[] Points(DateOnly[] steps, (DateOnly Day, Money Cost)[] days, Currency currency)
    {
        var sums = new Money[steps.Length - 1];
        Array.Fill(sums, Money.Zero(currency));
        foreach ((DateOnly day, Money cost) in days)
        {
            int at = Array.FindLastIndex(steps, start => start <= day);
            if (at >= 0)
            {
                sums[at] += cost;
            }
        }

        return [.. sums.Select((sum, at) => new CostTrendPoint(steps[at], sum))];
    }

    private static CostSlope? Slope(CostTrendPoint[] points, DateOnly[] steps, CostTrendStep step)
    {
        if (points.Length < 3)
        {
            return null;
        }

        // Costs of a day at the middle of each step: so weeks and months of any length are on one scale.
        double[] lengths = [.. points.Select((_, at) => (double)(steps[at + 1].DayNumber - steps[at].DayNumber))];
        double[] times = [.. points.Select((_, at) => steps[at].DayNumber + (lengths[at] / 2))];
        double[] rates = [.. points.Select((point, at) => AnalysisNumbers.Double(point.Cost) / lengths[at])];
        bool byWeekday = step == CostTrendStep.Day && points.Length >= 2 * DaysOfWeek;
        if (SenSlope.Of(times, rates, byWeekday ? DaysOfWeek : 1) is not { } slope)
        {
            return null;
        }

        const double PerMonth = AnalysisNumbers.DaysOfMonth * AnalysisNumbers.DaysOfMonth;
        Currency currency = points[0].Cost.Currency;
        double[] sorted = [.. rates.Order()];
        double month = sorted[sorted.Length / 2] * AnalysisNumbers.DaysOfMonth;
        return new CostSlope(
            AnalysisNumbers.Money(slope.Slope * PerMonth, currency),
            AnalysisNumbers.Money(slope.Low * PerMonth, currency),
            AnalysisNumbers.Money(slope.High * PerMonth, currency),
            month > 0 ? slope.Slope * PerMonth / month : null);
    }

    private static CostLevelShift[] Shifts(CostTrendPoint[] points, CostTrendStep step)
    {
        double[] values = [.. points.Select(static point => AnalysisNumbers.Double(point.Cost))];
        int period = step == CostTrendStep.Day && values.Length >= 3 * DaysOfWeek ? DaysOfWeek : 1;
        Currency currency = points[0].Cost.Currency;
        IReadOnlyList<ChangePoint> changes = ChangePoints.Find(values, period);
        return TrendShape.IsLine(values, changes, period)
            ? []
            : [.. changes.Select(change => new CostLevelShift(points[change.Index].First, AnalysisNumbers.Money(change.Before, currency), AnalysisNumbers.Money(change.After, currency)))];
    }
}
