using System.Globalization;
using System.IO.Compression;
using System.Text;
using CodeGen.Runtime.Conformance.Projections;

namespace CodeGen.Runtime.Conformance.Tests.Projections;

public sealed class ProjectionVerbTests : IDisposable
{
    private static readonly DateTimeOffset s_start = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string _directory = Directory.CreateTempSubdirectory("projection-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Projection_WeekendsAreQuiet_IsBetterThanALine()
    {
        // 1 June 2026 is a Monday: after two weeks it is known what weekends are like.
        WriteProduction("weeks", days: 22, static (day, minute) => day % 7 >= 5 ? 1 : 10 + Math.Sin(minute / 200.0));

        (await RunAsync("--only", "WithHistory")).Should().Be(0);
        (await RunAsync("--only", "WithHistory", "--max-mape", "0.0001")).Should().Be(1);
    }

    [Fact]
    public async Task Backtest_SteadyCosts_BothAreRightAndInTheIntervals()
    {
        var load = HourlyLoad.Of("steady", new(Enumerable.Range(0, 4 * 1440).ToDictionary(static minute => s_start.AddMinutes(minute), static _ => 7.0)));
        var period = new CostPeriod(PeriodKind.ProductionFromNothing, "steady", "steady", load.Start, load.End, HasDays: true, load.Costs());

        IReadOnlyList<ProjectionPoint> points = await new ProjectionBacktest(100, "gpt-4o").RunAsync(period);

        points.Select(static point => point.Day).OfType<int>().Should().Equal(1, 2, 3);
        points.Select(static point => point.Tenth).OfType<int>().Should().Equal(Enumerable.Range(1, 9));
        points.Should().AllSatisfy(static point =>
        {
            point.Truth.Should().BeApproximately(96, 1e-6);
            point.LinearError.Should().BeLessThan(1e-6);
            point.Error.Should().BeLessThan(0.5);
            point.IsIn95.Should().BeTrue();
        });
    }

    [Fact]
    public async Task Backtest_Jump_ALineIsWrongByWhatItCannotKnow()
    {
        // Two days of one unit an hour and two of three: 192 in all. After two days a line says 96.
        var load = new HourlyLoad("jump", s_start, [.. Enumerable.Range(0, 96).Select(static hour => hour < 48 ? 1.0 : 3)]);
        var period = new CostPeriod(PeriodKind.ProductionFromNothing, "jump", "jump", load.Start, load.End, HasDays: true, load.Costs());

        ProjectionPoint after = (await new ProjectionBacktest(100, "gpt-4o").RunAsync(period)).Single(static point => point.Day == 2);

        after.Truth.Should().BeApproximately(192, 1e-6);
        after.Linear.Should().BeApproximately(96, 1e-6);
        after.LinearError.Should().BeApproximately(50, 1e-6);
    }

    [Fact]
    public void Score_SeriesWithManyPoints_CountsAsOne()
    {
        var score = new ProjectionScore();
        score.Add("a", new ProjectionPoint(1, null, 110, 50, (90, 120), (80, 130), 100));
        score.Add("b", new ProjectionPoint(1, null, 100, 100, (101, 120), (80, 130), 100));
        score.Add("b", new ProjectionPoint(2, null, 140, 100, (101, 120), (110, 130), 100));

        score.Ours.Should().BeApproximately((10 + 20) / 2.0, 1e-9);
        score.Linear.Should().BeApproximately(25, 1e-9);
        score.Covers80.Should().BeApproximately(50, 1e-9);
        score.Covers95.Should().BeApproximately(75, 1e-9);
        (score.Series, score.Points).Should().Be((2, 3));
    }

    [Fact]
    public void Instants_Month_AreItsDaysAndTenths()
    {
        var june = new CostPeriod(PeriodKind.WebLog, "june", "june", s_start, s_start.AddMonths(1), HasDays: true, []);

        june.Instants().Select(static one => one.Day).OfType<int>().Should().Equal(Enumerable.Range(1, 29));
        june.Instants().Single(static one => one.Tenth == 5).Should().Be((s_start.AddDays(15), 15, 5));
        (june with { HasDays = false }).Instants().Should().HaveCount(9);
    }

    [Fact]
    public void Trace_Requests_ArePricedOneByOneAndStretched()
    {
        DateTimeOffset first = new(2023, 11, 16, 18, 17, 30, TimeSpan.Zero);
        var trace = new RequestTrace(
            "t",
            [(first, default), (first.AddSeconds(45), new() { InputTokens = 1_000, OutputTokens = 100 }), (first.AddSeconds(100), new() { InputTokens = 3_000, OutputTokens = 300 }), (first.AddSeconds(170), default)]);

        trace.Minutes.Should().Be(2, "the last one is cut");
        trace.Costs(s_start).Select(static one => one.Time).Should().Equal(s_start, s_start.AddMinutes(45), s_start.AddMinutes(100));
        trace.Bursts("gpt-4o").Should().SatisfyRespectively(
            static minute => minute.Should().BeApproximately(0.5, 1e-9),
            static minute => minute.Should().BeApproximately(1.5, 1e-9));
        FluentActions.Invoking(() => trace.Bursts("no-such-model")).Should().Throw<UsageException>().WithMessage("*'no-such-model'*--model*");
    }

    [Fact]
    public void TraceMonths_WeekAndBursts_AreMultiplied()
    {
        double[] week = [.. Enumerable.Range(0, 168).Select(static hour => hour < 120 ? 2.0 : 1)];

        IReadOnlyList<CostEvent> costs = TraceMonths.Costs(week, [1, 1, 1], seed: 3);

        costs.Should().HaveCount(61 * 24);
        costs[119].Amount.Should().Be(2);
        costs[120].Amount.Should().Be(1);
        TraceMonths.Costs(week, [.. Enumerable.Range(1, 50).Select(static one => (double)one)], seed: 3).Should().NotEqual(TraceMonths.Costs(week, [.. Enumerable.Range(1, 50).Select(static one => (double)one)], seed: 4));
    }

    [Fact]
    public void WebLog_WhatTheArchiveLacks_IsTheWeekBefore()
    {
        // The file goes on after 28 July, 13:32, with 1 August.
        SortedDictionary<DateTimeOffset, double> minutes = WebLog.Lay(Enumerable.Range(0, 39_692 + 10).Select(static minute => ((long)minute, (double)minute)));

        minutes[new DateTimeOffset(1995, 7, 28, 13, 31, 0, TimeSpan.Zero)].Should().Be(39_691);
        minutes[new DateTimeOffset(1995, 8, 1, 0, 0, 0, TimeSpan.Zero)].Should().Be(39_692);
        minutes[new DateTimeOffset(1995, 7, 28, 13, 32, 0, TimeSpan.Zero)].Should().Be(39_692 - (7 * 1440));
        minutes.Should().HaveCount(31 * 1440 + 10);
    }

    [Fact]
    public async Task Projection_WrongFolder_IsAUsageError()
    {
        File.WriteAllText(Path.Combine(_directory, "other.csv"), "a,b\n1,2\n");
        await FluentActions.Awaiting(() => RunAsync()).Should().ThrowAsync<UsageException>().WithMessage("*no file that begins with*");

        File.WriteAllText(Path.Combine(_directory, "bad.csv"), "unix,value\n1780272000,two\n");
        await FluentActions.Awaiting(() => RunAsync()).Should().ThrowAsync<UsageException>().WithMessage("*'two'*");
    }

    private async Task<int> RunAsync(params string[] more)
    {
        var report = new Report();
        await ProjectionVerb.Verb.Run(Arguments.Parse([_directory, .. more], ProjectionVerb.Verb.Options), report);
        return report.End();
    }

    private void WriteProduction(string name, int days, Func<int, int, double> value)
    {
        using FileStream file = File.Create(Path.Combine(_directory, name + ".csv.gz"));
        using var packed = new GZipStream(file, CompressionLevel.Fastest);
        var text = new StringBuilder("unix,value\n");
        for (int minute = 0; minute < days * 1440; minute++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{s_start.AddMinutes(minute).ToUnixTimeSeconds()},{value(minute / 1440, minute % 1440)}\n");
        }

        packed.Write(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
