namespace CodeGen.Runtime.Costs;

/// <summary>A day from which on a unit cost had another level. Immutable; thread-safe.</summary>
/// <param name="Kind">Of what.</param>
/// <param name="At">The first day of the new level.</param>
/// <param name="Before">The unit cost since the shift before: costs divided by units.</param>
/// <param name="After">The unit cost from then on, until the next shift.</param>
/// <param name="PerMonth">What the difference comes to in a month of as many units as the last seven days of the time had.</param>
/// <param name="Effects">Where the difference comes from.</param>
public sealed record UnitCostShift(UnitCostKind Kind, DateOnly At, Money Before, Money After, Money PerMonth, UnitCostEffects Effects);
