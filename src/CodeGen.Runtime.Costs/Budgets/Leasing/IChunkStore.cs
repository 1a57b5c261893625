namespace CodeGen.Runtime.Costs;

/// <summary>A shared store that gives nodes chunks: holds from which they serve reservations by themselves.</summary>
internal interface IChunkStore : IBudgetStore
{
    /// <summary>Whether the last try to ask it failed.</summary>
    bool IsAway { get; }

    /// <summary>How many nodes share it, as far as this one knows.</summary>
    int NodeCount { get; }

    /// <summary>How many milliseconds a node may be silent before the others give it up.</summary>
    long NodeLife { get; }

    /// <summary>Sets a chunk aside, the largest of some sizes that leaves enough for others.</summary>
    /// <exception cref="BudgetUnavailableException">It cannot be asked.</exception>
    Task<ChunkGrant> LeaseAsync(ChunkRequest request);

    /// <summary>Books what was settled of a chunk, makes holds of what is open in it, and gives back the rest, in one step. May be done late, and before or after the open ones are closed.</summary>
    /// <exception cref="BudgetUnavailableException">It cannot be asked, and too much waits for it.</exception>
    Task<SettleOutcome> SplitAsync(HoldRecord chunk, BookedAmounts settled, HoldRecord[] open);

    /// <summary>Makes sure that it answers.</summary>
    /// <exception cref="BudgetUnavailableException">It does not.</exception>
    Task ProbeAsync();
}
