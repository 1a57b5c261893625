namespace CodeGen.Runtime.Costs;

/// <summary>What belongs to one value of each dimension that was asked for.</summary>
/// <param name="Keys">The values, in the order of the dimensions; <see langword="null"/> where a record names none.</param>
/// <param name="Costs">Charges and corrections, by currency. The caller's own.</param>
/// <param name="Savings">What was saved, by currency; in no total of costs. The caller's own.</param>
/// <param name="Records">How many records of any kind.</param>
/// <param name="Unpriced">How many charges had no price when they were booked. They may have been priced since.</param>
public sealed record PostgreSqlCostGroup(IReadOnlyList<string?> Keys, ExactTotals Costs, ExactTotals Savings, long Records, long Unpriced);
