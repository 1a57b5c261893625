using CodeGen.Runtime.Forecasting;

namespace CodeGen.Runtime.Costs;

/// <summary>The steps from the end of a history to the end of a period.</summary>
/// <param name="Skipped">How many come before the period begins.</param>
/// <param name="Parts">How much of each step lies in the period, from 0 to 1; those before it are there.</param>
/// <param name="Ends">When each ends, from the first one in the period on.</param>
internal sealed record PeriodSteps(int Skipped, double[] Parts, DateTimeOffset[] Ends)
{
    public static PeriodSteps Of(TimeSeries series, ReportPeriod period)
    {
        int first = series.Values.Length;
        int count = Math.Max(1, series.IndexOf(period.Until.AddTicks(-1)) + 1 - first);
        int skipped = Math.Max(0, series.IndexOf(period.From) - first);
        double[] parts = [.. Enumerable.Range(first, count).Select(step => Part(series.TimeAt(step), series.TimeAt(step + 1), period))];
        return new PeriodSteps(skipped, parts, [.. Enumerable.Range(first + skipped + 1, count - skipped).Select(series.TimeAt).Select(end => end < period.Until ? end.ToUniversalTime() : period.Until)]);
    }

    private static double Part(DateTimeOffset from, DateTimeOffset until, ReportPeriod period)
    {
        DateTimeOffset begins = from > period.From ? from : period.From;
        DateTimeOffset ends = until < period.Until ? until : period.Until;
        return until > from ? Math.Max(0, (ends - begins) / (until - from)) : 1;
    }
}
