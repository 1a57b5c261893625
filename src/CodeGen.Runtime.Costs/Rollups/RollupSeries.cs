namespace CodeGen.Runtime.Costs;

/// <summary>What sums are kept apart by beside their time. An immutable value, equal by value.</summary>
/// <param name="Attribution">Whom and what it belongs to.</param>
/// <param name="Shape">Everything else.</param>
internal readonly record struct RollupSeries(CostAttribution Attribution, RollupShape Shape);
