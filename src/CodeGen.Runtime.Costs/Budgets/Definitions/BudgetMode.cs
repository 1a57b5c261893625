namespace CodeGen.Runtime.Costs;

/// <summary>What a budget does when it is used up.</summary>
public enum BudgetMode
{
    /// <summary>It counts and alerts, and refuses nothing.</summary>
    Observe,

    /// <summary>It refuses reservations that do not fit into what remains.</summary>
    Enforce,
}
