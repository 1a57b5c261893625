using System.Globalization;
using System.IO.Compression;
using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Conformance.Projections;

/// <summary>Recorded load below a folder, plain or packed, known by the heads of the files.</summary>
/// <param name="Production">Series by the minute: <c>unix,value</c>.</param>
/// <param name="Logs">Counts by the minute from July 1995 on: <c>minute,count</c>.</param>
/// <param name="Traces">Requests: <c>TIMESTAMP,ContextTokens,GeneratedTokens</c>.</param>
internal sealed record LoadFolder(IReadOnlyList<HourlyLoad> Production, IReadOnlyList<HourlyLoad> Logs, IReadOnlyList<RequestTrace> Traces)
{
    /// <exception cref="UsageException">There is none, or a file cannot be read.</exception>
    public static LoadFolder Read(string directory)
    {
        List<HourlyLoad> production = [];
        List<HourlyLoad> logs = [];
        List<RequestTrace> traces = [];
        try
        {
            string[] paths = [.. Directory.EnumerateFiles(directory, "*.csv*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
            foreach (string path in paths)
            {
                string name = Path.GetFileName(path).Split('.')[0];
                switch (Lines(path).FirstOrDefault())
                {
                    case "unix,value":
                        production.Add(HourlyLoad.Of(name, new(Rows(path).ToDictionary(
                            static row => DateTimeOffset.FromUnixTimeSeconds(long.Parse(row[0], CultureInfo.InvariantCulture)), static row => Number(row[1])))));
                        break;
                    case "minute,count":
                        logs.Add(HourlyLoad.Of(name, WebLog.Lay(Rows(path).Select(static row => (long.Parse(row[0], CultureInfo.InvariantCulture), Number(row[1]))))));
                        break;
                    case "TIMESTAMP,ContextTokens,GeneratedTokens":
                        traces.Add(new RequestTrace(name, [.. Rows(path).Select(static row => (Time(row[0]), Usage(row[1], row[2])))]));
                        break;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or FormatException or ArgumentException)
        {
            throw new UsageException($"The load below '{directory}' cannot be read: {e.Message}");
        }

        return production.Count + logs.Count + traces.Count > 0
            ? new LoadFolder(production, logs, traces)
            : throw new UsageException($"Below '{directory}' there is no file that begins with 'unix,value', 'minute,count' or 'TIMESTAMP,ContextTokens,GeneratedTokens'.");
    }

    private static IEnumerable<string[]> Rows(string path) => Lines(path).Skip(1).Where(static line => line.Length > 0).Select(static line => line.Split(','));

    private static IEnumerable<string> Lines(string path)
    {
        using FileStream file = File.OpenRead(path);
        using Stream plain = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(plain);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    private static ModelUsage Usage(string input, string output) =>
        new() { InputTokens = long.Parse(input, CultureInfo.InvariantCulture), OutputTokens = long.Parse(output, CultureInfo.InvariantCulture) };
}
