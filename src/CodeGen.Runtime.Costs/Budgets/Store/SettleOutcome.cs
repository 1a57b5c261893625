namespace CodeGen.Runtime.Costs;

/// <summary>What a store says to a settlement.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Crossed">The thresholds that it reached, in order; missing where none.</param>
internal readonly record struct SettleOutcome(SettleStatus Status, List<CrossedThreshold>? Crossed = null);
