using System.Globalization;
using CodeGen.Runtime.Conformance.Anomalies;

namespace CodeGen.Runtime.Conformance.Tests.Anomalies;

public sealed class AnomalyVerbTests : IDisposable
{
    private static readonly DateTime s_start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly LabelledSeries s_series = new("a", [.. Enumerable.Range(0, 100).Select(static i => s_start.AddHours(i))], new double[100], [(40, 49), (80, 89)]);

    private readonly string _directory = Directory.CreateTempSubdirectory("anomaly-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(100, 40, 80)]
    [InlineData(50, 40)]
    [InlineData(0)]
    public void Score_FirstPointsOfWindows_AreWorthAll(double expected, params int[] detections) => Best(BenchmarkScore.Standard, detections).Should().BeApproximately(expected, 1e-9);

    [Fact]
    public void Score_LaterInAWindow_IsWorthLess()
    {
        Best(BenchmarkScore.Standard, 40, 85).Should().BeInRange(50, 99).And.BeLessThan(Best(BenchmarkScore.Standard, 40, 82));
        Best(BenchmarkScore.Standard, 40, 41, 49, 80).Should().BeApproximately(100, 1e-9, "only the earliest counts");
    }

    [Fact]
    public void Score_FalseAlarm_CostsAndCostsMoreWhereItShould()
    {
        // One threshold for all: the alarm is as severe as the detections. From nothing to perfect it is four.
        Best(BenchmarkScore.Standard, 40, 80, 20).Should().BeApproximately(100 - (100 * 0.11 / 4), 1e-9);
        Best(BenchmarkScore.RewardLowFalsePositives, 40, 80, 20).Should().BeApproximately(100 - (100 * 0.22 / 4), 1e-9);
        Best(BenchmarkScore.Standard, 40, 80, 50).Should().BeGreaterThan(Best(BenchmarkScore.Standard, 40, 80, 70), "right after a window is nearly in it");
        Best(BenchmarkScore.Standard, 40, 80, 10).Should().BeApproximately(100, 1e-9, "the beginning is not judged");
    }

    [Fact]
    public void Score_MissedWindow_CostsMoreWhereItShould() =>
        Best(BenchmarkScore.RewardLowFalseNegatives, 40).Should().BeApproximately(50, 1e-9, "nothing is worth minus four then, all is worth two");

    [Fact]
    public async Task Anomaly_JumpInAWindow_IsFoundAndADemandBeyondItFails()
    {
        Directory.CreateDirectory(Path.Combine(_directory, "data", "some"));
        var random = new Random(1);
        File.WriteAllLines(
            Path.Combine(_directory, "data", "some", "jump.csv"),
            ["timestamp,value", .. Enumerable.Range(0, 900).Select(i => string.Create(CultureInfo.InvariantCulture, $"{s_start.AddHours(i):yyyy-MM-dd HH:mm:ss},{random.NextDouble() + (i == 700 ? 30 : 0)}"))]);
        string labels = Path.Combine(_directory, "labels.json");
        File.WriteAllText(labels, $$"""{"some/jump.csv":[["{{s_start.AddHours(695):yyyy-MM-dd HH:mm:ss.ffffff}}","{{s_start.AddHours(715):yyyy-MM-dd HH:mm:ss.ffffff}}"]],"some/absent.csv":[]}""");

        (await RunAsync(labels, "--score", "80")).Should().Be(0);
        (await RunAsync(labels, "--score", "100")).Should().Be(1);
        await FluentActions.Awaiting(() => RunAsync(Path.Combine(_directory, "none.json"))).Should().ThrowAsync<UsageException>().WithMessage("*none.json*");
    }

    private static double Best(BenchmarkScore score, params int[] detections)
    {
        double[] severities = new double[100];
        foreach (int at in detections)
        {
            severities[at] = 1;
        }

        score.Add(s_series, severities);
        return score.Best().Score;
    }

    private async Task<int> RunAsync(string labels, params string[] more)
    {
        var report = new Report();
        await AnomalyVerb.Verb.Run(Arguments.Parse([_directory, labels, .. more], AnomalyVerb.Verb.Options), report);
        return report.End();
    }
}
