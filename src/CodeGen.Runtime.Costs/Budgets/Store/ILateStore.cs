namespace CodeGen.Runtime.Costs;

/// <summary>A store that takes what former processes spent and did not tell it. Asked before anything else happens in it.</summary>
internal interface ILateStore
{
    /// <summary>The hold of an id, where it is open.</summary>
    HoldRecord? FindOpen(BudgetHoldId id);

    /// <summary>Books amounts into the windows of an instant.</summary>
    /// <exception cref="LedgerUnavailableException">It could not be written down.</exception>
    List<CrossedThreshold>? ChargeLate(HoldRecord hold, BookedAmounts amounts, long at);

    /// <summary>Books what an open hold came to.</summary>
    /// <exception cref="LedgerUnavailableException">It could not be written down.</exception>
    List<CrossedThreshold>? SettleLate(HoldRecord hold, BookedAmounts amounts);
}
