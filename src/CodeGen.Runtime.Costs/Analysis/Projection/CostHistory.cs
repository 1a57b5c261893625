using System.Globalization;
using CodeGen.Runtime.Forecasting;

namespace CodeGen.Runtime.Costs;

/// <summary>Costs by step of the wall clock, up to the running step.</summary>
/// <param name="Series">The complete steps; null where nothing was ever booked before the running one.</param>
/// <param name="InRunning">What was spent in the running step so far.</param>
/// <param name="Unconverted">What could not be converted.</param>
internal sealed record CostHistory(TimeSeries? Series, double InRunning, IReadOnlyList<UnconvertedAmount> Unconverted)
{
    /// <summary>So much of the past says how it goes on: about 17 weeks by the hour, two years and a little by the day.</summary>
    private static readonly TimeSpan s_hours = TimeSpan.FromDays(120);
    private static readonly TimeSpan s_days = TimeSpan.FromDays(800);

    public static async ValueTask<CostHistory> ReadAsync(ICostReports reports, CostProjectionQuery query, DateTimeOffset now, TimeSpan step, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        bool byDay = step >= TimeSpan.FromDays(1);
        DateTimeOffset from = now - (byDay ? s_days : s_hours);
        CostReport report = await reports.ReportAsync(
            r =>
            {
                // Whole hours, since sums by the hour are there; days of another zone are made of them.
                r.Between(new DateTimeOffset(from.UtcTicks - (from.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero), now.AddTicks(1)).GroupBy(CostReportDimension.Hour);
                query.Apply(r);
            },
            cancellationToken).ConfigureAwait(false);
        KeyValuePair<DateTimeOffset, double>[] costs =
        [
            .. report.Groups.Select(static group => KeyValuePair.Create(
                DateTimeOffset.Parse(group.Key[0]!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal), (double)group.Figures.ConvertedCost.ToDecimal())),
        ];
        DateTimeOffset running = Start(now, step, zone);
        KeyValuePair<DateTimeOffset, double>[] complete = WithoutCutStep([.. costs.Where(one => one.Key < running)], step, zone);
        return new CostHistory(
            complete.Length == 0 ? null : TimeSeries.FromObservations(complete, step, ObservationKind.Sum, zone, running),
            costs.Where(one => one.Key >= running).Sum(static one => one.Value),
            report.Total.Unconverted);
    }

    /// <summary>Costs rarely begin at midnight: a first day that was not all there says too little of days, and is left out where there is another.</summary>
    private static KeyValuePair<DateTimeOffset, double>[] WithoutCutStep(KeyValuePair<DateTimeOffset, double>[] costs, TimeSpan step, TimeZoneInfo zone)
    {
        if (costs.Length == 0)
        {
            return costs;
        }

        DateTimeOffset first = costs.Min(static one => one.Key);
        DateTimeOffset began = Start(first, step, zone);
        KeyValuePair<DateTimeOffset, double>[] later = [.. costs.Where(one => Start(one.Key, step, zone) > began)];
        return first - began < TimeSpan.FromHours(1) || later.Length == 0 ? costs : later;
    }

    /// <summary>When the step of an instant began by the wall clock of the zone, as the series has its steps.</summary>
    private static DateTimeOffset Start(DateTimeOffset now, TimeSpan step, TimeZoneInfo zone)
    {
        TimeSpan offset = zone.GetUtcOffset(now);
        long local = now.UtcTicks + offset.Ticks;
        return new DateTimeOffset(local - (local % step.Ticks) - offset.Ticks, TimeSpan.Zero);
    }
}
