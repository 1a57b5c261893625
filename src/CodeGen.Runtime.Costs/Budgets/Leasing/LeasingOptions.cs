namespace CodeGen.Runtime.Costs;

/// <summary>What a node that serves reservations by itself has to know.</summary>
internal sealed record LeasingOptions
{
    public SharedBudgetMode Mode { get; init; }

    public TimeSpan ChunkLife { get; init; } = BudgetsOptions.DefaultChunkLife;

    public decimal LocalShare { get; init; }

    /// <summary>How long a standby chunk lives before it is made anew, from what is left then.</summary>
    public TimeSpan StandbyLife { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After how long without a call the chunks of a set are given back for good.</summary>
    public TimeSpan Forgotten { get; init; } = TimeSpan.FromMinutes(1);
}
