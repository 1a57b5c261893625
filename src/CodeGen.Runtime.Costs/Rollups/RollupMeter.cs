namespace CodeGen.Runtime.Costs;

/// <summary>A meter in a billing period.</summary>
/// <param name="Name">Its name in lower case.</param>
/// <param name="Period">The UTC ticks of the period's start.</param>
/// <param name="Dimension">What is counted.</param>
internal readonly record struct RollupMeter(string Name, long Period, MeterDimension Dimension);
