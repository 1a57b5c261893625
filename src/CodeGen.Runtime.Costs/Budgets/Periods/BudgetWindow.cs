namespace CodeGen.Runtime.Costs;

/// <summary>One window of a budget's period. An immutable value; thread-safe.</summary>
/// <param name="Id">Its name, the same wherever and whenever it is computed, and no other window's of the period.</param>
/// <param name="Start">Its first instant, in UTC.</param>
/// <param name="End">The first instant after it, in UTC.</param>
public readonly record struct BudgetWindow(string Id, DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>Whether an instant lies in the window.</summary>
    /// <param name="instant">The instant.</param>
    public bool Contains(DateTimeOffset instant) => instant >= Start && instant < End;
}
