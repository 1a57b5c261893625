using System.Globalization;
using System.Text;

namespace CodeGen.Runtime.Benchmarks;

/// <summary>Writes the lines as a section of a page.</summary>
internal static class ReportTable
{
    private const string Start = "<!-- benchmarks: written by the command above -->";
    private const string End = "<!-- /benchmarks -->";

    public static string Of(IReadOnlyList<ReportLine> lines, string mode, TimeSpan took)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Measured on {DateTime.UtcNow:yyyy-MM-dd} in {took.TotalMinutes:0.0} minutes (`--report {mode}`): {Environment.ProcessorCount} logical processors, .NET {Environment.Version}.").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"| | measure | {string.Join(" | ", Peer.Columns)} | goal | ours | |");
        text.AppendLine(CultureInfo.InvariantCulture, $"|---|---|{string.Concat(Peer.Columns.Select(_ => "---|"))}---|---|---|");
        foreach (ReportLine line in lines)
        {
            string cells = string.Join(" | ", Peer.Columns.Select(peer => line.Values.TryGetValue(peer, out double value) ? Number(value) : ""));
            string ratio = line.Yardstick is null ? "" : $"{line.OurFigure.ToString("0.00", CultureInfo.InvariantCulture)} ×";
            string better = string.Join(", ", line.BetterPeers());
            string verdict = line.Reached switch { true => "reached", false => "**not reached**", null => "" } + (better.Length > 0 ? $" **behind {better}**" : "");
            text.AppendLine(CultureInfo.InvariantCulture, $"| {line.Id} | {line.Measure}, {line.Unit} | {cells} | {line.Goal} | {ratio} | {verdict.Trim()} |");
        }

        return text.ToString();
    }

    /// <summary>Replaces the section of a page.</summary>
    public static void Write(string path, string table)
    {
        string page = File.ReadAllText(path);
        int start = page.IndexOf(Start, StringComparison.Ordinal);
        int end = page.IndexOf(End, StringComparison.Ordinal);
        if (start < 0 || end < start)
        {
            throw new InvalidOperationException($"{path} has no section between '{Start}' and '{End}'.");
        }

        File.WriteAllText(path, $"{page[..(start + Start.Length)]}\n\n{table.ReplaceLineEndings("\n")}\n{page[end..]}");
    }

    private static string Number(double value) => Math.Abs(value) switch
    {
        0 => "0",
        < 0.1 => value.ToString("0.000", CultureInfo.InvariantCulture),
        < 10 => value.ToString("0.00", CultureInfo.InvariantCulture),
        < 100 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("#,0", CultureInfo.InvariantCulture),
    };
}
