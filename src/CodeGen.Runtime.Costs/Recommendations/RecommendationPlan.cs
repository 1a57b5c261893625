namespace CodeGen.Runtime.Costs;

/// <summary>Recommendations that can be done together. Immutable; thread-safe.</summary>
/// <param name="Recommendations">Their ids, the largest saving first.</param>
/// <param name="Saving">What they save together: the same charges were replayed with all of them, so nothing is saved twice.</param>
public sealed record RecommendationPlan(IReadOnlyList<string> Recommendations, RecommendationSaving Saving);
