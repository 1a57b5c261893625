using System.Globalization;
using System.Text.Json;

namespace CodeGen.Runtime.Conformance.Anomalies;

/// <summary>A series of the Numenta Anomaly Benchmark, and the windows in which it is abnormal.</summary>
/// <param name="Name">Its file.</param>
/// <param name="Times">When.</param>
/// <param name="Values">What.</param>
/// <param name="Windows">The first and the last point of each window.</param>
internal sealed record LabelledSeries(string Name, DateTime[] Times, double[] Values, IReadOnlyList<(int From, int To)> Windows)
{
    /// <summary>The beginning of a series is not judged: 15 %, of 5,000 points at most.</summary>
    public int Probation => (int)(0.15 * Math.Min(Values.Length, 5_000));

    /// <summary>How many points a day has, by the step between most of them.</summary>
    public int PointsPerDay
    {
        get
        {
            double[] steps = [.. Times.Zip(Times.Skip(1), static (a, b) => (b - a).TotalMinutes).Order()];
            return Math.Max(1, (int)Math.Round(TimeSpan.MinutesPerDay / Math.Max(steps[steps.Length / 2], 1e-6)));
        }
    }

    /// <summary>Reads all series below a folder that have labels.</summary>
    public static IReadOnlyList<LabelledSeries> Read(string directory, string labels)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(labels));
            string root = Directory.Exists(Path.Combine(directory, "data")) ? Path.Combine(directory, "data") : directory;
            LabelledSeries[] series =
            [
                .. document.RootElement.EnumerateObject().Select(label => (Path: Path.Combine(root, label.Name), Label: label)).Where(static one => File.Exists(one.Path))
                    .Select(static one => Read(one.Path, one.Label)),
            ];
            return series.Length > 0 ? series : throw new UsageException($"Below '{root}' there is no file that '{labels}' names.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or FormatException)
        {
            throw new UsageException(e.Message);
        }
    }

    private static LabelledSeries Read(string path, JsonProperty label)
    {
        string[][] rows = [.. File.ReadLines(path).Skip(1).Select(static line => line.Split(','))];
        DateTime[] times = [.. rows.Select(static row => Time(row[0]))];
        return new LabelledSeries(
            label.Name,
            times,
            [.. rows.Select(static row => double.Parse(row[1], CultureInfo.InvariantCulture))],
            [.. label.Value.EnumerateArray().Select(window => (
                Array.FindIndex(times, time => time >= Time(window[0].GetString()!)),
                Array.FindLastIndex(times, time => time <= Time(window[1].GetString()!))))]);
    }

    private static DateTime Time(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
