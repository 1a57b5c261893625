namespace CodeGen.Runtime.Benchmarks;

/// <summary>How long a report may take.</summary>
/// <param name="Name">As the command names it.</param>
/// <param name="Warmups">Iterations that do not count.</param>
/// <param name="Iterations">Iterations that do.</param>
/// <param name="IterationMilliseconds">How long each is.</param>
/// <param name="Entries">How many entries the large caches have.</param>
/// <param name="Rounds">How often the harness repeats what it measures itself.</param>
internal sealed record ReportMode(string Name, int Warmups, int Iterations, int IterationMilliseconds, int Entries, int Rounds)
{
    /// <summary>Five minutes at most.</summary>
    public static ReportMode Short { get; } = new("short", 10, 5, 100, 200_000, 20);

    public static ReportMode Full { get; } = new("full", 8, 15, 250, 1_000_000, 50);
}
