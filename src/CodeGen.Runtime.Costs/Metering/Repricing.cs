namespace CodeGen.Runtime.Costs;

/// <summary>What became of pricing a time again. Immutable, thread-safe.</summary>
/// <param name="Charges">How many charges were looked at.</param>
/// <param name="Corrected">How many were corrected.</param>
/// <param name="Unpriced">How many still have no price.</param>
/// <param name="Differences">What the corrections come to, by currency.</param>
public sealed record Repricing(long Charges, long Corrected, long Unpriced, IReadOnlyList<Money> Differences);
