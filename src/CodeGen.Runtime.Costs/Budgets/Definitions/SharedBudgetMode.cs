namespace CodeGen.Runtime.Costs;

/// <summary>How a node reserves in budgets that it shares with others. It never overshoots either way.</summary>
public enum SharedBudgetMode
{
    /// <summary>Each reservation is one step of the shared store, and what is left is known to the pico.</summary>
    Exact,

    /// <summary>The node leases chunks, which shrink near the limit, and serves reservations from them without a round trip.</summary>
    Leased,
}
