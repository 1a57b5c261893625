namespace CodeGen.Runtime.Costs;

/// <summary>What one unit of a currency is worth in another from a day on.</summary>
/// <param name="From">The currency that is converted.</param>
/// <param name="To">The currency that comes out.</param>
/// <param name="Date">The first day, in UTC, on which the rate holds; it holds until the next rate of the same pair.</param>
/// <param name="Rate">How many units of <paramref name="To"/> one unit of <paramref name="From"/> is; more than 0, at most 12 decimals.</param>
public readonly record struct FxRate(Currency From, Currency To, DateOnly Date, decimal Rate);
