namespace CodeGen.Runtime.Costs;

/// <summary>Prices of tokens under a condition. Immutable; thread-safe.</summary>
public sealed class PriceCard
{
    /// <summary>When the card holds.</summary>
    /// <value>The default is always: the standard card.</value>
    public PriceCondition When { get; init; } = PriceCondition.Always;

    /// <summary>The price of 1,000,000 tokens of each kind: 0 to 1,000,000 units of the currency, with at most 12 decimals. A kind that is missing takes another's, as docs/prices.md says.</summary>
    public required IReadOnlyDictionary<TokenKind, decimal> Rates { get; init; }
}
