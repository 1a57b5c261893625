using System.Text;

namespace CodeGen.Runtime.Conformance.Focus;

/// <summary>A CSV file in memory: its columns, and its rows with a null for each cell that is empty and not quoted.</summary>
/// <param name="Columns">The names in the first line, and the place of each.</param>
/// <param name="Rows">The rows.</param>
internal sealed record FocusCsv(IReadOnlyDictionary<string, int> Columns, IReadOnlyList<FocusRecord> Rows)
{
    /// <summary>Stands in cells for bytes that are no UTF-8: no text may hold this code point.</summary>
    public const char Invalid = '\uFFFF';

    /// <exception cref="InvalidDataException">It is not the CSV of RFC 4180; the message says where.</exception>
    public static FocusCsv Read(Stream stream)
    {
        var encoding = Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, new DecoderReplacementFallback($"{Invalid}"));
        using var reader = new StreamReader(stream, encoding);
        var rows = new List<FocusRecord>();
        var csv = new CsvReader(reader);
        string?[] head = csv.Next() ?? throw new InvalidDataException("The file is empty; the names of columns are missing.");
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < head.Length; i++)
        {
            if (string.IsNullOrEmpty(head[i]) || !columns.TryAdd(head[i]!, i))
            {
                throw new InvalidDataException($"Column {i + 1} is named '{head[i]}', which is empty or there twice.");
            }
        }

        for (int line = csv.Line; csv.Next() is { } cells; line = csv.Line)
        {
            rows.Add(cells.Length == head.Length ? new(line, cells) : throw new InvalidDataException($"The row in line {line} has {cells.Length} cells, the line of names {head.Length}."));
        }

        return new(columns, rows);
    }

    /// <summary>The cell of a row; null also where the file has no such column.</summary>
    public string? Cell(FocusRecord row, string column) => Columns.TryGetValue(column, out int place) ? row.Cells[place] : null;
}
