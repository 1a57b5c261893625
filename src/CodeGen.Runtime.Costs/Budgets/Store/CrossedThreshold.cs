namespace CodeGen.Runtime.Costs;

/// <summary>A threshold that a booking reached, for the first time in its window.</summary>
/// <param name="Scope">Of which budget.</param>
/// <param name="Threshold">Which, by place.</param>
/// <param name="WindowStart">In which window: its start in milliseconds since 1970.</param>
/// <param name="Committed">The sum after the booking, in picos.</param>
internal readonly record struct CrossedThreshold(BudgetScope Scope, int Threshold, long WindowStart, Int128 Committed);
