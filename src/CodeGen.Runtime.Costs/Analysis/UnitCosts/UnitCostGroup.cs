namespace CodeGen.Runtime.Costs;

/// <summary>The unit costs of one group. Immutable; thread-safe.</summary>
/// <param name="Value">Its value of the dimension; <see langword="null"/> of what has none, and of all.</param>
/// <param name="Whole">Over the whole time; its day is the first one.</param>
/// <param name="Days">By day, the oldest first; days without calls of models are not there.</param>
/// <param name="Shifts">Where a unit cost changed for good, the oldest first.</param>
public sealed record UnitCostGroup(string? Value, UnitCostDay Whole, IReadOnlyList<UnitCostDay> Days, IReadOnlyList<UnitCostShift> Shifts);
