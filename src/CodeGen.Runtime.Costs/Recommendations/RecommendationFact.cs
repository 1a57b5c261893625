namespace CodeGen.Runtime.Costs;

/// <summary>A number that a recommendation rests on. Immutable; thread-safe.</summary>
/// <param name="Name">What, such as <c>requests</c>.</param>
/// <param name="Value">The value with its unit, in the invariant culture.</param>
public sealed record RecommendationFact(string Name, string Value);
