namespace CodeGen.Runtime.Conformance;

/// <summary>A small table of what was measured, written when it is complete.</summary>
/// <param name="head">The columns' names.</param>
internal sealed class Table(params string[] head)
{
    private readonly List<string[]> _rows = [];

    public void Add(params object[] cells) => _rows.Add([.. cells.Select(Text)]);

    public void Write(string title)
    {
        int[] widths = [.. head.Select((h, i) => _rows.Select(r => i < r.Length ? r[i].Length : 0).Append(h.Length).Max())];
        Console.Out.WriteLine();
        Console.Out.WriteLine(title);
        Console.Out.WriteLine(Line(head, widths));
        Console.Out.WriteLine(Line([.. widths.Select(w => new string('-', w))], widths));
        foreach (string[] row in _rows)
        {
            Console.Out.WriteLine(Line(row, widths));
        }
    }

    private static string Line(string[] cells, int[] widths) =>
        string.Join("  ", cells.Select((c, i) => i == 0 ? c.PadRight(widths[i]) : c.PadLeft(widths[i]))).TrimEnd();

    private static string Text(object cell) => cell switch
    {
        double number => number.ToString(Math.Abs(number) < 10 ? "0.000" : "0.0"),
        long count => count.ToString("#,0"),
        int count => count.ToString("#,0"),
        _ => cell.ToString() ?? "",
    };
}
