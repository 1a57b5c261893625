namespace CodeGen.Runtime.Costs;

/// <summary>A step of a trend. Immutable; thread-safe.</summary>
/// <param name="First">Its first day, in the billing zone.</param>
/// <param name="Cost">What it came to.</param>
public sealed record CostTrendPoint(DateOnly First, Money Cost);
