namespace CodeGen.Runtime.Costs;

/// <summary>How far a dimension explains an anomaly. Immutable; thread-safe.</summary>
/// <param name="Dimension">The dimension, such as <c>project</c>.</param>
/// <param name="Explains">How far the shares of the change are from those of usual costs: 0 where every value changed like the whole, 1 where something carries it that usually costs nothing.</param>
/// <param name="Contributions">The values that carry most of it, the largest first, and all others together.</param>
public sealed record CostExplanation(string Dimension, double Explains, IReadOnlyList<CostContribution> Contributions);
