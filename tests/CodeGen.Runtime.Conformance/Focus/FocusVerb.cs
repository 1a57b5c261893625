namespace CodeGen.Runtime.Conformance.Focus;

/// <summary>Judges a FOCUS file by the published rules.</summary>
internal static class FocusVerb
{
    public static Verb Verb { get; } = new(
        "focus",
        "judges a FOCUS 1.2 file in CSV by every published rule that a machine can read and that applies to its columns",
        [
            new("file", "FILE", null, "the file", Positional: true),
            new("rules", "RULES", "", "the published rules as JSON, in place of those of FOCUS 1.2 that come along", Positional: true),
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

    private static Task Run(Arguments arguments, Report report)
    {
        FocusCsv file;
        RuleBook book;
        try
        {
            book = arguments.Text("rules") is { Length: > 0 } rules ? Open(rules, RuleBook.Read) : RuleBook.Embedded();
            file = Open(arguments.Text("file"), FocusCsv.Read);
        }
        catch (InvalidDataException e)
        {
            report.Fail(arguments.Text("file"), "files that can be read", e.Message);
            return Task.CompletedTask;
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
        return Task.CompletedTask;
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

    private static T Open<T>(string path, Func<Stream, T> read)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return read(stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{path}' cannot be read: {e.Message}");
        }
    }
}
