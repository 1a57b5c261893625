namespace CodeGen.Runtime.Costs;

/// <summary>A charge that is in the ledger and of which no budget has heard: its process ended between the two.</summary>
/// <param name="Id">Under which id budgets book it.</param>
/// <param name="Hold">The hold that it settles; nothing where it was tracked without one.</param>
/// <param name="Amount">What it came to.</param>
/// <param name="Attribution">Whom it belongs to.</param>
/// <param name="At">When the ledger took it.</param>
internal sealed record LeftCharge(BudgetHoldId Id, BudgetHoldId? Hold, Money Amount, CostAttribution Attribution, DateTimeOffset At);
