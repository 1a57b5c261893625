namespace CodeGen.Runtime.Conformance.Projections;

/// <summary>Projects periods while they run, whose end is known, and measures how far off it was beside a line.</summary>
internal static class ProjectionVerb
{
    public static Verb Verb { get; } = new(
        "projection",
        "books recorded load as costs, projects each period after each of its days and tenths, and puts the errors beside those of a line: the mean rate so far times the length",
        [
            new("dir", "DIR", null, "the folder of the load: production series by the minute, a web log, traces of requests; known by their heads, plain or packed", Positional: true),
            new("paths", "N", "1000", "how many ways are drawn"),
            new("seed", "S", "1", "what bursts of months are drawn from"),
            new("model", "MODEL", "gpt-4o", "which model of the catalogue the requests of traces are priced as"),
            new("only", "TEXT", "", "leaves out periods whose name or kind does not have this"),
            new("each", "on|off", "off", "writes every period by day as well"),
            new("max-mape", "X", "1000", "passes when the mean absolute percentage error over all series and tenths is no higher"),
        ],
        RunAsync);

    private static async Task RunAsync(Arguments arguments, Report report)
    {
        string only = arguments.Text("only");
        double most = arguments.Number("max-mape", 0, 1_000_000);
        string model = arguments.Text("model");
        var load = LoadFolder.Read(arguments.Text("dir"));
        CostPeriod[] periods =
        [
            .. CostPeriods.Of(load, model, arguments.Int("seed", 0, int.MaxValue))
                .Where(one => one.Name.Contains(only, StringComparison.OrdinalIgnoreCase) || one.Kind.ToString().Contains(only, StringComparison.OrdinalIgnoreCase)),
        ];
        if (periods.Length == 0)
        {
            throw new UsageException($"There is no period whose name or kind has '{only}'. Leave out --only to see all.");
        }

        var backtest = new ProjectionBacktest(arguments.Int("paths", 10, 100_000), model);
        var said = new BacktestedPeriod[periods.Length];
        for (int i = 0; i < said.Length; i++)
        {
            said[i] = new BacktestedPeriod(periods[i], await backtest.RunAsync(periods[i]));
        }

        Write(said, arguments.Switch("each"));
        var all = ProjectionScore.Of(said, ProjectionTables.IsTenth);
        report.Check(all.Ours < all.Linear, "mean absolute percentage error", $"below that of a line, {all.Linear:0.00} %", $"{all.Ours:0.00} %");
        report.Check(all.Ours <= most, "mean absolute percentage error", $"at most {most} %", $"{all.Ours:0.00} %");
    }

    private static void Write(BacktestedPeriod[] said, bool each)
    {
        ProjectionTables.WritePeriods(said);
        BacktestedPeriod[][] kinds = [.. said.GroupBy(static one => one.Period.Kind).Select(static kind => kind.ToArray())];
        foreach (BacktestedPeriod[] kind in kinds)
        {
            ProjectionTables.WriteDays($"{kind[0].Period.Kind}, by day", kind);
        }

        foreach (BacktestedPeriod one in each ? said : [])
        {
            ProjectionTables.WriteDays(one.Period.Name, [one]);
        }

        foreach (BacktestedPeriod[] kind in kinds)
        {
            ProjectionTables.WriteTenths(kind[0].Period.Kind.ToString(), kind);
        }

        ProjectionTables.WriteTenths("all", said);
    }
}
