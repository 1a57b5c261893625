namespace CodeGen.Runtime.Costs;

/// <summary>A price for a part of what is used in a billing period. Immutable; thread-safe.</summary>
public sealed class MeterTier
{
    /// <summary>Up to how many units of the billing period.</summary>
    /// <value>The default is <see langword="null"/>: without end. At most 9 decimals.</value>
    public decimal? UpTo { get; init; }

    /// <summary>The price of <see cref="MeterPeriod.Per"/> units within: 0 to 1,000,000 units of the currency, with at most 12 decimals.</summary>
    public required decimal Price { get; init; }
}
