namespace CodeGen.Runtime.Costs;

/// <summary>A factor on all token prices of a model under a condition. Where the chosen card has the same tier, speed, region or hours in its condition, it beats the factor. Immutable; thread-safe.</summary>
public sealed class PriceMultiplier
{
    /// <summary>When the factor holds; not by context size.</summary>
    /// <value>The default is always.</value>
    public PriceCondition When { get; init; } = PriceCondition.Always;

    /// <summary>The factor: 0 to 1,000, with at most 6 decimals.</summary>
    public required decimal Factor { get; init; }
}
