namespace CodeGen.Runtime.Costs;

/// <summary>What the running window of a budget will come to, and when its limit will be passed. Immutable; thread-safe.</summary>
/// <param name="Budget">The budget.</param>
/// <param name="Window">The window.</param>
/// <param name="Costs">What its costs will come to.</param>
/// <param name="Limit">When they pass the budget's limit.</param>
public sealed record BudgetProjection(BudgetDefinition Budget, BudgetWindow Window, CostProjection Costs, LimitProjection Limit)
{
    /// <summary>Whether the forecast is good for more than a guess, or the limit is passed already, which needs no forecast.</summary>
    public bool IsReliable => Costs.IsReliable || Costs.Spent > Budget.Limit;
}
