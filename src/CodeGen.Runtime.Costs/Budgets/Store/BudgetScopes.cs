namespace CodeGen.Runtime.Costs;

/// <summary>All budgets of a host at work, by name.</summary>
internal sealed record BudgetScopes(BudgetScope[] All);
