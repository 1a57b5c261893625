using System.Globalization;
using System.IO.Compression;
using System.Text;
using CodeGen.Runtime.Conformance.Forecasts;

namespace CodeGen.Runtime.Conformance.Tests.Forecasts;

public sealed class ForecastVerbTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("forecast-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Forecast_SeasonsThatGoOn_IsBetterThanNaive2(bool isPacked)
    {
        (string train, string test) = Write(isPacked);

        (await RunAsync(train, test, "--owa", "0.95")).Should().Be(0);
    }

    [Fact]
    public async Task Forecast_AskedForMoreThanItIs_Fails()
    {
        (string train, string test) = Write(isPacked: false);

        (await RunAsync(train, test, "--owa", "0.0001")).Should().Be(1);
        (await RunAsync(train, test, "--coverage-high", "1")).Should().Be(1);
    }

    [Fact]
    public async Task Forecast_FilesDoNotFit_IsAUsageError()
    {
        (string train, string test) = Write(isPacked: false);
        string short1 = Path.Combine(_directory, "short.csv");
        File.WriteAllLines(short1, File.ReadLines(test).Take(2));
        string words = Path.Combine(_directory, "words.csv");
        File.WriteAllLines(words, ["a,1,2,3", "b,1,two,3"]);

        await FluentActions.Awaiting(() => RunAsync(train, short1)).Should().ThrowAsync<UsageException>().WithMessage("*3 histories and 1 continuations*");
        await FluentActions.Awaiting(() => RunAsync(train, words)).Should().ThrowAsync<UsageException>().WithMessage("*line 2*'two'*");
        await FluentActions.Awaiting(() => RunAsync(train, Path.Combine(_directory, "none.csv"))).Should().ThrowAsync<UsageException>().WithMessage("*none.csv*");
    }

    [Fact]
    public void Measures_KnownNumbers_AreThose()
    {
        ForecastMeasures.Smape([100, 200], [110, 190]).Should().BeApproximately(((200 * 10.0 / 210) + (200 * 10.0 / 390)) / 2, 1e-9);
        ForecastMeasures.Mase([1, 2, 4, 7], 1, [10], [8]).Should().Be(1);
        ForecastMeasures.Naive2([5, 6, 7], 1, 2).Should().Equal(7, 7);
        ForecastMeasures.SeasonalNaive([1, 2, 3, 4], 2, 3).Should().Equal(3, 4, 3);
    }

    [Fact]
    public void Naive2_ExactSeason_GoesOnWithIt()
    {
        double[] season = [80, 120, 100, 100];
        double[] history = [.. Enumerable.Range(0, 40).Select(t => season[t % 4])];

        ForecastMeasures.Naive2(history, 4, 4).Zip(season).Should().AllSatisfy(static pair => pair.First.Should().BeApproximately(pair.Second, 1e-9));
    }

    private static async Task<int> RunAsync(string train, string test, params string[] more)
    {
        var report = new Report();
        await ForecastVerb.Verb.Run(Arguments.Parse([train, test, "--period", "12", "--horizon", "12", .. more], ForecastVerb.Verb.Options), report);
        return report.End();
    }

    private (string Train, string Test) Write(bool isPacked)
    {
        string[] lines = new string[3];
        string[] after = new string[3];
        for (int i = 0; i < lines.Length; i++)
        {
            var random = new Random(i);
            double[] values = [.. Enumerable.Range(0, 156).Select(t => 100 + (30 * Math.Sin(2 * Math.PI * t / 12)) + (4 * random.NextDouble()))];
            lines[i] = $"\"S{i}\",{string.Join(',', values.Take(144).Select(static value => value.ToString(CultureInfo.InvariantCulture)))},,";
            after[i] = $"\"S{i}\",{string.Join(',', values.Skip(144).Select(static value => value.ToString(CultureInfo.InvariantCulture)))}";
        }

        return (Write("train.csv", lines, isPacked), Write("test.csv", after, isPacked));
    }

    private string Write(string name, string[] lines, bool isPacked)
    {
        string path = Path.Combine(_directory, isPacked ? name + ".gz" : name);
        using FileStream file = File.Create(path);
        using Stream stream = isPacked ? new GZipStream(file, CompressionLevel.Fastest) : file;
        stream.Write(Encoding.UTF8.GetBytes("id,V1,V2\n" + string.Join('\n', lines) + "\n"));
        return path;
    }
}
