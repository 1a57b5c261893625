namespace CodeGen.Runtime.Conformance.Projections;

/// <summary>What was said of a period while it ran.</summary>
/// <param name="Period">Which.</param>
/// <param name="Points">At each instant, the earliest first.</param>
internal sealed record BacktestedPeriod(CostPeriod Period, IReadOnlyList<ProjectionPoint> Points);
