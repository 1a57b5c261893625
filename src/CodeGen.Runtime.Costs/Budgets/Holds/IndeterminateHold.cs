namespace CodeGen.Runtime.Costs;

/// <summary>A hold of which nobody said what it came to. Immutable; thread-safe.</summary>
/// <param name="Id">The hold.</param>
/// <param name="Estimate">What it stays charged with.</param>
/// <param name="Attribution">Whom it belongs to.</param>
/// <param name="ReservedAt">When it was reserved.</param>
/// <param name="Since">When it was abandoned, or its lease ended.</param>
/// <param name="Budgets">The budgets that hold it.</param>
public sealed record IndeterminateHold(BudgetHoldId Id, Money Estimate, CostAttribution Attribution, DateTimeOffset ReservedAt, DateTimeOffset Since, IReadOnlyList<string> Budgets);
