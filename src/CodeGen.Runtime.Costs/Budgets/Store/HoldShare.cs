namespace CodeGen.Runtime.Costs;

/// <summary>What a hold takes of one budget.</summary>
internal struct HoldShare
{
    public BudgetScope Scope;

    /// <summary>How much, in picos of the budget's currency.</summary>
    public Int128 Amount;

    /// <summary>What was booked for it, once something was.</summary>
    public Int128 Booked;

    /// <summary>By which rate the estimate was converted; 0 where it needed none.</summary>
    public decimal Rate;

    /// <summary>In which window, as the store chose: its start in milliseconds since 1970.</summary>
    public long WindowStart;

    /// <summary>The window's name; missing where the budget has no window now, and then nothing is counted.</summary>
    public string? WindowId;
}
