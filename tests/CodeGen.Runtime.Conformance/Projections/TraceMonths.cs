namespace CodeGen.Runtime.Conformance.Projections;

/// <summary>
/// Two months that cost as a production series has its week and a trace has its bursts: an hour is the hour of the mean week times a minute of the trace. Minutes come in runs of ten, drawn at random, so that bursts that
/// last do so.
/// </summary>
internal static class TraceMonths
{
    private const int Run = 10;

    public static readonly DateTimeOffset First = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset Second => First.AddMonths(1);

    public static DateTimeOffset End => First.AddMonths(2);

    /// <summary>Their costs.</summary>
    /// <param name="week">The hours of a mean week.</param>
    /// <param name="bursts">The minutes of a trace, in shares of their mean.</param>
    /// <param name="seed">What is drawn from.</param>
    public static IReadOnlyList<CostEvent> Costs(double[] week, double[] bursts, int seed)
    {
        var random = new Random(seed);
        var costs = new List<CostEvent>();
        int run = Math.Min(Run, bursts.Length);
        for (int hours = (int)(End - First).TotalHours; costs.Count < hours;)
        {
            int at = random.Next(bursts.Length - run + 1);
            for (int i = 0; i < run && costs.Count < hours; i++)
            {
                costs.Add(new CostEvent(First.AddHours(costs.Count + 0.5), (decimal)(week[costs.Count % week.Length] * bursts[at + i])));
            }
        }

        return costs;
    }
}
