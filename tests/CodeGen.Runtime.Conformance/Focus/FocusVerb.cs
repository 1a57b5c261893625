namespace CodeGen.Runtime.Conformance.Focus;

/// <summary>Judges a FOCUS file by the published rules.</summary>
internal static class FocusVerb
{
    public static Verb Verb { get; } = new(
        "focus",
        "judges a FOCUS 1.2 file in CSV or Parquet by every published rule that a machine can read and that applies to its columns; without a file those that are written from a ledger of all kinds of charges",
        [
            new("file", "FILE", "", "the file; without one a ledger is made, and the month of its charges and the one after it are written and judged", Positional: true),
            new("rules", "RULES", "", "the published rules as JSON, in place of those of FOCUS 1.2 that come along", Positional: true),
            new("charges", "N", "20000", "how many charges the ledger has"),
            new("seed", "N", "42", "what decides the charges"),
        ],
        Run);

    /// <summary>Judges a file, and adds a check for each rule that was evaluated.</summary>
    public static IReadOnlyList<RuleVerdict> Judge(FocusCsv file, RuleBook book, Report report)
    {
        IReadOnlyList<RuleVerdict> verdicts = FocusEvaluator.Evaluate(file, book);
        foreach (RuleVerdict verdict in verdicts.Where(static verdict => verdict.NotEvaluated is null))
        {
            report.Check(verdict.Passed, $"{verdict.Rule.Id} [{verdict.Rule.Keyword}]", verdict.Rule.Text, $"{verdict.Broken:#,0} of {verdict.Judged:#,0} break it, {verdict.First}");
        }

        return verdicts;
    }

    private static async Task Run(Arguments arguments, Report report)
    {
        FocusCsv file;
        RuleBook book;
        try
        {
            book = arguments.Text("rules") is { Length: > 0 } rules ? await OpenAsync(rules, static stream => Task.FromResult(RuleBook.Read(stream))) : RuleBook.Embedded();
            if (arguments.Text("file").Length == 0)
            {
                await LedgerFiles.JudgeAsync(arguments.Int("charges", 100, 5_000_000), arguments.Int("seed", 0, int.MaxValue), book, report);
                return;
            }

            file = await OpenAsync(arguments.Text("file"), ReadAsync);
        }
        catch (InvalidDataException e)
        {
            report.Fail(arguments.Text("file"), "files that can be read", e.Message);
            return;
        }

        IReadOnlyList<RuleVerdict> verdicts = Judge(file, book, report);
        var evaluated = new Table("rules", "count");
        evaluated.Add("published", verdicts.Count);
        evaluated.Add("evaluated", verdicts.Count(static v => v.NotEvaluated is null));
        evaluated.Add("passed", verdicts.Count(static v => v.Passed));
        evaluated.Add("failed", verdicts.Count(static v => v.Failed));
        evaluated.Write($"{arguments.Text("file")}: {file.Rows.Count:#,0} rows, {file.Columns.Count} columns");
        var kinds = new Table("kind", "rules");
        foreach (IGrouping<string, RuleVerdict> kind in verdicts.Where(static v => v.NotEvaluated is not null).GroupBy(static v => v.NotEvaluated!).OrderBy(static kind => kind.Key, StringComparer.Ordinal))
        {
            kinds.Add(kind.Key, kind.Count());
        }

        kinds.Write("not evaluated, and counted neither as passed nor as failed");
        WriteSums(file);
    }

    private static void WriteSums(FocusCsv file)
    {
        var sums = new Table("currency", "rows", "sum of BilledCost");
        foreach (IGrouping<string?, FocusRecord> rows in file.Rows.GroupBy(row => file.Cell(row, "BillingCurrency")))
        {
            ExactNumber sum = rows.Aggregate(default(ExactNumber), (sum, row) => sum + (ExactNumber.TryParse(file.Cell(row, "BilledCost") ?? "", out ExactNumber cost) ? cost : default));
            sums.Add(rows.Key ?? "none", rows.Count(), sum);
        }

        sums.Write("sums, exact");
    }

    /// <summary>By what is in the file, and not by its name.</summary>
    private static async Task<FocusCsv> ReadAsync(Stream stream)
    {
        byte[] start = new byte[FocusParquet.Mark.Length];
        bool isParquet = await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false) == start.Length && FocusParquet.Mark.SequenceEqual(start);
        stream.Position = 0;
        return isParquet ? await FocusParquet.ReadAsync(stream) : FocusCsv.Read(stream);
    }

    private static async Task<T> OpenAsync<T>(string path, Func<Stream, Task<T>> read)
    {
        try
        {
            await using FileStream stream = File.OpenRead(path);
            return await read(stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{path}' cannot be read: {e.Message}");
        }
    }
}
