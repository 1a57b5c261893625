using CodeGen.Runtime.Forecasting;

namespace CodeGen.Runtime.Costs;

/// <summary>Projects from reports and forecasts.</summary>
internal sealed partial class CostAnalysis(ICostReports reports, CostMeteringOptions options, TimeProvider time) : ICostAnalysis
{
    /// <summary>With more left than this a forecast by the hour would see no further than one by the day, and take long.</summary>
    private static readonly TimeSpan s_longestByHour = TimeSpan.FromDays(62);

    private const int HoursOfDay = 24;
    private const int DaysOfWeek = 7;

    public async ValueTask<CostProjection> ProjectAsync(Action<CostProjectionQuery> configure, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var query = new CostProjectionQuery(options.BillingZone);
        configure(query);
        ReportPeriod period = query.Period ?? throw new ArgumentException($"The projection has no period. Say one by {nameof(CostProjectionQuery.Month)}, {nameof(CostProjectionQuery.Year)} or {nameof(CostProjectionQuery.Between)}.", nameof(configure));
        DateTimeOffset now = time.GetUtcNow();
        (Money spent, IReadOnlyList<UnconvertedAmount> unconverted) = await SpentAsync(query, period, now, cancellationToken).ConfigureAwait(false);
        if (now >= period.Until)
        {
            return Projection(period, now, spent, spent, BacktestError.None, unconverted, new ProjectedWays(0, (double)spent.ToDecimal(), null, [], now));
        }

        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(period.Zone);
        TimeSpan step = period.Until - now > s_longestByHour ? TimeSpan.FromDays(1) : TimeSpan.FromHours(1);
        CostHistory history = await CostHistory.ReadAsync(reports, query, now, step, zone, cancellationToken).ConfigureAwait(false);
        Money? linear = now > period.From ? ProjectedWays.Money((double)spent.ToDecimal() * ((period.Until - period.From) / (now - period.From)), spent.Currency) : null;
        if (history.Series is not { } series)
        {
            // Nothing is known of how it goes on: what was spent is all there is to say.
            return Projection(period, now, spent, linear, BacktestError.None, unconverted, new ProjectedWays(0, (double)spent.ToDecimal(), null, [], now));
        }

        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var steps = PeriodSteps.Of(series, period);
        var rest = new RestOfPeriod(series.Values, steps.Parts, step < TimeSpan.FromDays(1) ? HoursOfDay : 1);
        double inRunning = steps.Skipped > 0 ? 0 : Math.Min(history.InRunning, (double)spent.ToDecimal());
        var ways = new ProjectedWays((double)spent.ToDecimal() - inRunning, inRunning, rest.Ways(query.Ways, steps.Skipped), steps.Ends, now);
        return Projection(period, now, spent, linear, rest.Forecast.Error, unconverted, ways);
    }

    private async ValueTask<(Money Spent, IReadOnlyList<UnconvertedAmount> Unconverted)> SpentAsync(CostProjectionQuery query, ReportPeriod period, DateTimeOffset now, CancellationToken cancellationToken)
    {
        DateTimeOffset until = now < period.Until ? now.AddTicks(1) : period.Until;
        CostReport report = await reports.ReportAsync(
            r =>
            {
                // A period that has not begun has nothing in its first tick.
                r.Between(period.From, until > period.From ? until : period.From.AddTicks(1));
                query.Apply(r);
            },
            cancellationToken).ConfigureAwait(false);
        return (report.Total.ConvertedCost, report.Total.Unconverted);
    }

    private static CostProjection Projection(
        ReportPeriod period, DateTimeOffset now, Money spent, Money? linear, BacktestError error, IReadOnlyList<UnconvertedAmount> unconverted, ProjectedWays ways) => new(ways)
        {
            From = period.From,
            Until = period.Until,
            AsOf = now,
            Spent = spent,
            Linear = linear,
            Error = error,
            Unconverted = unconverted,
        };
}
