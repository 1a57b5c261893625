namespace CodeGen.Runtime.Costs;

/// <summary>How much was used of what is counted in one unit. Immutable, thread-safe.</summary>
/// <param name="Unit">The unit: <c>token</c>, <c>hour</c>, …</param>
/// <param name="Quantity">How much, without rounding.</param>
public sealed record UsedQuantity(string Unit, CostQuantity Quantity);
