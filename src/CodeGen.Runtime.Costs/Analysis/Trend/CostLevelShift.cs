namespace CodeGen.Runtime.Costs;

/// <summary>A day, week or month from which on costs had another level. Immutable; thread-safe.</summary>
/// <param name="At">The first day of the new level.</param>
/// <param name="Before">What a step came to in the mean since the shift before.</param>
/// <param name="After">What it came to from then on, until the next shift.</param>
public sealed record CostLevelShift(DateOnly At, Money Before, Money After);
