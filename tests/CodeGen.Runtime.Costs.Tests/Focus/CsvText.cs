using System.Text;

namespace CodeGen.Runtime.Costs.Tests.Focus;

/// <summary>Reads what was written, apart from the writer: cells by name, row by row.</summary>
internal static class CsvText
{
    public static async Task<string> WriteAsync(IEnumerable<FocusRow> rows, FocusCsvOptions? options = null)
    {
        using var stream = new MemoryStream();
        await using (var writer = new FocusCsvWriter(stream, options))
        {
            foreach (FocusRow row in rows)
            {
                await writer.WriteAsync(row);
            }
        }

        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(stream.ToArray());
    }

    public static async Task<Dictionary<string, string>[]> CellsAsync(params FocusRow[] rows) => Parse(await WriteAsync(rows));

    public static Dictionary<string, string>[] Parse(string text)
    {
        string[][] records = [.. Records(text)];
        return [.. records.Skip(1).Select(record => records[0].Zip(record).ToDictionary(static cell => cell.First, static cell => cell.Second))];
    }

    private static IEnumerable<string[]> Records(string text)
    {
        var cells = new List<string>();
        for (int at = 0; at < text.Length;)
        {
            var cell = new StringBuilder();
            if (text[at] == '"')
            {
                for (at++; text[at] != '"' || (at + 1 < text.Length && text[at + 1] == '"'); at += text[at] == '"' ? 2 : 1)
                {
                    cell.Append(text[at]);
                }

                at++;
            }
            else
            {
                for (; text[at] is not (',' or '\r'); at++)
                {
                    cell.Append(text[at]);
                }
            }

            cells.Add(cell.ToString());
            if (text[at] == ',')
            {
                at++;
                continue;
            }

            at += text[at..].StartsWith("\r\n", StringComparison.Ordinal) ? 2 : throw new FormatException($"No end of a row at {at}.");
            yield return [.. cells];
            cells.Clear();
        }
    }
}
