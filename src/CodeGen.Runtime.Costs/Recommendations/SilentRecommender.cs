namespace CodeGen.Runtime.Costs;

/// <summary>A recommender that had nothing to go by. Immutable; thread-safe.</summary>
/// <param name="Name">Which.</param>
/// <param name="Needs">What it must be told before it can say anything.</param>
public sealed record SilentRecommender(string Name, string Needs);
