namespace CodeGen.Runtime.Costs;

/// <summary>What a shared store has to know beside its connection.</summary>
internal sealed record SharedBudgetOptions
{
    /// <summary>The prefix of all keys: nodes with the same one share their budgets.</summary>
    public required string Namespace { get; init; }

    /// <summary>This node's number. One that outlives its process has the account of the process before.</summary>
    public required ulong Node { get; init; }

    /// <summary>The nodes that this one remembers from before its process began: an empty server is one that lost everything then, not a new one.</summary>
    public IReadOnlyList<string> Known { get; init; } = [];

    /// <summary>For how many milliseconds nothing enforced is granted after a node without any memory has found the server empty, so that others can object: 0, not at all.</summary>
    public long OpeningDelay { get; init; }

    /// <summary>How many steps may wait for the server.</summary>
    public int MaxWaiting { get; init; } = 10_000;

    /// <summary>How many milliseconds a closed hold is remembered, so that a repeated settlement is known as one: an hour.</summary>
    public long KeepClosed { get; init; } = 3_600_000;

    /// <summary>How many milliseconds a resolved hold is remembered, so that a late settlement replaces the resolution: 32 days.</summary>
    public long KeepResolved { get; init; } = 32L * 24 * 3_600_000;

    /// <summary>After how many milliseconds of silence a node counts as gone for good: five minutes.</summary>
    public long NodeLife { get; init; } = 300_000;
}
