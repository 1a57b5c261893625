using System.Globalization;
using System.IO.Compression;

namespace CodeGen.Runtime.Conformance.Forecasts;

/// <summary>Series in the layout of the M4 competition: an id and its values a line, plain or packed.</summary>
internal static class SeriesFile
{
    public static IReadOnlyList<(string Id, double[] Values)> Read(string path)
    {
        var result = new List<(string, double[])>();
        try
        {
            using FileStream file = File.OpenRead(path);
            using Stream plain = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
            using var reader = new StreamReader(plain);
            for (int line = 1; reader.ReadLine() is { } text; line++)
            {
                string[] cells = [.. text.Split(',').Select(static cell => cell.Trim().Trim('"'))];
                double[] values = new double[Array.FindLastIndex(cells, static cell => cell.Length > 0)];
                bool isHead = false;
                for (int i = 0; i < values.Length && !isHead; i++)
                {
                    if (!double.TryParse(cells[i + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]))
                    {
                        isHead = line == 1 ? true : throw new UsageException($"'{path}' line {line}: '{cells[i + 1]}' is not a number.");
                    }
                }

                if (!isHead && values.Length > 0)
                {
                    result.Add((cells[0], values));
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new UsageException($"'{path}' cannot be read: {e.Message}");
        }

        return result.Count > 0 ? result : throw new UsageException($"'{path}' has no series.");
    }
}
