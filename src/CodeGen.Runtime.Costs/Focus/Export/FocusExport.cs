namespace CodeGen.Runtime.Costs;

/// <summary>What was written of a billing period. Immutable, thread-safe.</summary>
/// <param name="BillingPeriod">The period: a month of the billing zone.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="LedgerCost">The exact sums of the records of the period, rounded once to whole picos: the sums of <c>BilledCost</c> are the same.</param>
/// <param name="Unpriced">What had no price and so has no row, by its name. Price it again and write the file anew.</param>
/// <param name="Problems">Why something may be missing: records that are damaged or no longer in the ledger. Empty in a file that is whole.</param>
public sealed record FocusExport(FocusPeriod BillingPeriod, long Rows, IReadOnlyList<Money> LedgerCost, IReadOnlyList<UnpricedUse> Unpriced, IReadOnlyList<string> Problems);
