namespace CodeGen.Runtime.Costs;

/// <summary>The price of a meter between two times. Immutable; thread-safe.</summary>
public sealed class MeterPeriod
{
    /// <summary>From when on, inclusive.</summary>
    /// <value>The default is <see langword="null"/>: always.</value>
    public DateTimeOffset? From { get; init; }

    /// <summary>Until when, exclusive.</summary>
    /// <value>The default is <see langword="null"/>: for ever.</value>
    public DateTimeOffset? To { get; init; }

    /// <summary>For how many units the prices are.</summary>
    /// <value>The default is 1; up to 1,000,000,000.</value>
    public long Per { get; init; } = 1;

    /// <summary>The prices by what was used in a billing period before, in ascending order; the last one has no end.</summary>
    public required IReadOnlyList<MeterTier> Tiers { get; init; }

    /// <summary>So many units of each billing period cost nothing. They count for the tiers.</summary>
    /// <value>The default is 0; at most 9 decimals.</value>
    public decimal FreeAllowance { get; init; }

    /// <summary>Each use that is more than nothing costs so much at least, allowances or not.</summary>
    /// <value>The default is 0; at most 12 decimals.</value>
    public decimal MinimumCharge { get; init; }
}
