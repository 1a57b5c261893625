using System.Diagnostics;
using CodeGen.Runtime.Forecasting;

namespace CodeGen.Runtime.Conformance.Anomalies;

/// <summary>Scores the detector of anomalies as the Numenta Anomaly Benchmark does.</summary>
internal static class AnomalyVerb
{
    /// <summary>All that is told, for the search for the best threshold.</summary>
    private const double LowestThreshold = 0.01;

    public static Verb Verb { get; } = new(
        "anomaly",
        "looks for anomalies in series whose abnormal windows are known, with one set of settings, and scores as the Numenta Anomaly Benchmark",
        [
            new("dir", "DIR", null, "the folder of the series, or the one that has them in 'data'", Positional: true),
            new("labels", "LABELS", null, "the windows, as JSON", Positional: true),
            new("score", "X", "0", "passes when the standard score is no lower"),
        ],
        Run);

    private static Task Run(Arguments arguments, Report report)
    {
        IReadOnlyList<LabelledSeries> files = LabelledSeries.Read(arguments.Text("dir"), arguments.Text("labels"));
        (string Name, BenchmarkScore Score)[] profiles =
            [("standard", BenchmarkScore.Standard), ("low false positives", BenchmarkScore.RewardLowFalsePositives), ("low false negatives", BenchmarkScore.RewardLowFalseNegatives)];
        long points = 0;
        var watch = new Stopwatch();
        foreach (LabelledSeries series in files)
        {
            var detector = new AnomalyDetector(new AnomalyOptions { Period = series.PointsPerDay, Threshold = LowestThreshold });
            double[] severities = new double[series.Values.Length];
            watch.Start();
            for (int i = 0; i < severities.Length; i++)
            {
                AnomalyVerdict verdict = detector.Observe(series.Values[i]);
                severities[i] = verdict.Kind == AnomalyKind.Point ? verdict.Severity : 0;
            }

            watch.Stop();
            points += severities.Length;
            foreach ((_, BenchmarkScore score) in profiles)
            {
                score.Add(series, severities);
            }
        }

        double shipped = new AnomalyOptions().Threshold;
        var table = new Table("profile", "score", "at threshold", $"score at {shipped}", "windows found", "of detections in windows");
        foreach ((string name, BenchmarkScore score) in profiles)
        {
            (double best, double threshold) = score.Best();
            (double at, double recall, double precision) = score.At(shipped);
            table.Add(name, best, threshold, at, $"{recall:P0}", $"{precision:P0}");
        }

        table.Write($"{files.Count} series, {files.Sum(static f => f.Windows.Count)} windows, {points:#,0} points");
        Console.Error.WriteLine($"{watch.Elapsed.TotalNanoseconds / points:0} ns a point");
        double standard = profiles[0].Score.Best().Score;
        report.Check(standard >= arguments.Number("score", 0, 100), "standard score", $"at least {arguments.Text("score")}", standard.ToString("0.0"));
        return Task.CompletedTask;
    }
}
