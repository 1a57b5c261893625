namespace CodeGen.Runtime.Conformance.Anomalies;

/// <summary>The score of the Numenta Anomaly Benchmark.</summary>
/// <remarks>
/// Lavin and Ahmad, "Evaluating real-time anomaly detection algorithms" (ICMLA 2015): the earliest detection in a window counts by how early it is, each one outside costs by how far it is behind the last window, and each
/// window without one costs. One threshold for all series is chosen for the best score; 0 is what a detector gets that says nothing, 100 a perfect one.
/// </remarks>
/// <param name="falsePositive">What a false alarm costs.</param>
/// <param name="falseNegative">What a missed window costs.</param>
internal sealed class BenchmarkScore(double falsePositive, double falseNegative)
{
    private const int Outside = -1;

    private readonly List<(double Severity, double Worth, int Window)> _points = [];
    private int _windows;

    public static BenchmarkScore Standard => new(0.11, 1);

    public static BenchmarkScore RewardLowFalsePositives => new(0.22, 1);

    public static BenchmarkScore RewardLowFalseNegatives => new(0.11, 2);

    /// <summary>Adds a series with the severity of each point, 0 for none.</summary>
    public void Add(LabelledSeries series, IReadOnlyList<double> severities)
    {
        int window = 0;
        for (int i = 0; i < severities.Count; i++)
        {
            while (window < series.Windows.Count && i > series.Windows[window].To)
            {
                window++;
            }

            if (i < series.Probation)
            {
                continue;
            }

            bool inside = window < series.Windows.Count && i >= series.Windows[window].From;
            double worth = inside ? Sigmoid(-(series.Windows[window].To - i + 1) / (double)Length(series.Windows[window])) / Sigmoid(-1)
                : window == 0 ? -falsePositive
                : falsePositive * Sigmoid((i - series.Windows[window - 1].To) / (double)(Length(series.Windows[window - 1]) - 1));
            _points.Add((severities[i], worth, inside ? _windows + window : Outside));
        }

        _windows += series.Windows.Count;
    }

    /// <summary>The best score over all thresholds, and its threshold; at worst nothing is told.</summary>
    public (double Score, double Threshold) Best() => Scores().Prepend((Score: 0, Threshold: double.PositiveInfinity)).MaxBy(static one => one.Score);

    /// <summary>The score at a threshold, the share of windows that were found, and that of detections that lie in windows.</summary>
    public (double Score, double Recall, double Precision) At(double threshold)
    {
        double score = Scores().LastOrDefault(one => one.Threshold >= threshold).Score;
        (double Severity, double Worth, int Window)[] detected = [.. _points.Where(point => point.Severity >= threshold)];
        int found = detected.Where(static point => point.Window != Outside).Select(static point => point.Window).Distinct().Count();
        int hits = detected.Count(static point => point.Window != Outside);
        return (score, _windows == 0 ? 1 : (double)found / _windows, detected.Length == 0 ? 1 : (double)hits / detected.Length);
    }

    private IEnumerable<(double Score, double Threshold)> Scores()
    {
        double[] byWindow = new double[_windows];
        Array.Fill(byWindow, -falseNegative);
        double nothing = -falseNegative * _windows;
        double total = nothing;
        foreach (IGrouping<double, (double Severity, double Worth, int Window)> level in _points.Where(static point => point.Severity > 0).GroupBy(static point => point.Severity).OrderByDescending(static level => level.Key))
        {
            foreach ((_, double worth, int window) in level)
            {
                double before = window == Outside ? 0 : byWindow[window];
                double after = window == Outside ? worth : Math.Max(before, worth);
                total += after - before;
                if (window != Outside)
                {
                    byWindow[window] = after;
                }
            }

            yield return (_windows == 0 ? 0 : 100 * (total - nothing) / (_windows - nothing), level.Key);
        }
    }

    private static int Length((int From, int To) window) => window.To - window.From + 1;

    private static double Sigmoid(double position) => position > 3 ? -1 : (2 / (1 + Math.Exp(5 * position))) - 1;
}
