using System.Diagnostics;
using CodeGen.Runtime.Forecasting;

namespace CodeGen.Runtime.Conformance.Forecasts;

/// <summary>Forecasts series whose continuation is known, and measures as the M4 competition did.</summary>
internal static class ForecastVerb
{
    private static readonly double[] s_levels = [0.80, 0.95, 0.99];

    public static Verb Verb { get; } = new(
        "forecast",
        "forecasts series whose continuation is known; the errors are put beside those of Naive2 and of the last season",
        [
            new("train", "TRAIN", null, "the histories: an id and its values a line, plain or packed", Positional: true),
            new("test", "TEST", null, "what came after, in the same order", Positional: true),
            new("period", "P", null, "the season in points, by which errors are scaled as well; 1 for none"),
            new("horizon", "H", null, "how many values to forecast"),
            new("owa", "X", "1", "passes when the overall weighted average of both errors over those of Naive2 is no higher"),
            new("coverage-low", "X", "0", "passes when at least so many per cent of the values lie in their 95 % intervals"),
            new("coverage-high", "X", "100", "passes when no more than so many per cent do"),
        ],
        Run);

    private static Task Run(Arguments arguments, Report report)
    {
        int period = arguments.Int("period", 1, 10_000);
        int horizon = arguments.Int("horizon", 1, 10_000);
        IReadOnlyList<(string Id, double[] Values)> train = SeriesFile.Read(arguments.Text("train"));
        IReadOnlyList<(string Id, double[] Values)> test = SeriesFile.Read(arguments.Text("test"));
        if (train.Count != test.Count)
        {
            throw new UsageException($"There are {train.Count} histories and {test.Count} continuations; give one for each.");
        }

        var forecaster = new Forecaster(new ForecastOptions { Period = period });
        var ours = new ForecastScore(s_levels);
        var naive = new ForecastScore([]);
        var naive2 = new ForecastScore([]);
        int better = 0;
        var watch = Stopwatch.StartNew();
        TimeSpan spent = default;
        for (int i = 0; i < train.Count; i++)
        {
            double[] history = train[i].Values;
            double[] actual = test[i].Values;
            if (actual.Length < horizon || history.Length <= period)
            {
                throw new UsageException($"Series {i + 1}, '{train[i].Id}', has {history.Length} and {actual.Length} values; more than {period} and {horizon} at least are needed.");
            }

            actual = actual[..horizon];
            TimeSpan before = watch.Elapsed;
            Forecast forecast = forecaster.Forecast(history, horizon);
            spent += watch.Elapsed - before;
            better += forecast.IsBetterThanNaive ? 1 : 0;
            ours.Add(history, period, actual, forecast.Mean, forecast);
            naive.Add(history, period, actual, ForecastMeasures.SeasonalNaive(history, period, horizon));
            naive2.Add(history, period, actual, ForecastMeasures.Naive2(history, period, horizon));
        }

        var table = new Table("", "sMAPE", "MASE", "OWA");
        foreach ((string name, ForecastScore score) in new[] { ("ours", ours), ("last season", naive), ("Naive2", naive2) })
        {
            table.Add(name, score.Smape.ToString("0.000"), score.Mase.ToString("0.0000"), score.Owa(naive2).ToString("0.0000"));
        }

        table.Write($"{train.Count:#,0} series, period {period}, horizon {horizon}");
        var intervals = new Table("interval", "covers", "mean width, scaled");
        for (int i = 0; i < s_levels.Length; i++)
        {
            intervals.Add($"{s_levels[i]:P0}", $"{100 * ours.Coverage(i):0.0} %", ours.Width(i));
        }

        intervals.Write($"intervals; the back-test says that {better:#,0} are better than the last season");
        Console.Error.WriteLine($"{spent.TotalMilliseconds / train.Count:0.0} ms a series");
        report.Check(ours.Owa(naive2) <= arguments.Number("owa", 0, 1000), "owa", $"at most {arguments.Text("owa")}", ours.Owa(naive2).ToString("0.0000"));
        double covered = 100 * ours.Coverage(1);
        report.Check(
            covered >= arguments.Number("coverage-low", 0, 100) && covered <= arguments.Number("coverage-high", 0, 100),
            "coverage of 95 %", $"{arguments.Text("coverage-low")} to {arguments.Text("coverage-high")} %", $"{covered:0.0} %");
        return Task.CompletedTask;
    }
}
