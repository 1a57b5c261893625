namespace CodeGen.Runtime.Costs;

/// <summary>How a reservation ended.</summary>
internal enum ReserveStatus
{
    /// <summary>All budgets hold it.</summary>
    Held,

    /// <summary>One has too little left; none holds it.</summary>
    Refused,

    /// <summary>The store's clock is outside of a budget's table of windows; nothing was done.</summary>
    TableTooOld,

    /// <summary>A shared store has just been found empty by a node that knows of no other; others may object until it opens, and nothing was done.</summary>
    Opening,
}
