using System.Diagnostics.CodeAnalysis;

namespace CodeGen.Runtime.Costs;

/// <summary>What the tokens of one request cost, and by which price. Making and reading one allocates nothing. An immutable value; thread-safe.</summary>
[SuppressMessage("Performance", "CA1815:Override equals and operator equals on value types", Justification = "Two charges are compared by their amounts and versions.")]
public readonly struct PricedUsage
{
    /// <summary>How many lines a request has at most: one for each <see cref="TokenKind"/>.</summary>
    public const int MaxLines = TokenKinds.Count;

    private readonly EffectivePrice? _price;
    private readonly Int128 _parts;
    private readonly TokenBuckets _buckets;

    internal PricedUsage(EffectivePrice? price, in TokenBuckets buckets, Int128 parts, PriceStatus status)
    {
        _price = price;
        _buckets = buckets;
        _parts = parts;
        Status = status;
    }

    /// <summary>Where the amount comes from.</summary>
    public PriceStatus Status { get; }

    /// <summary>Whether there is an amount.</summary>
    public bool IsPriced => _price is not null;

    /// <summary>The amount in whole picos, rounded half to even. With published prices nothing is rounded.</summary>
    /// <exception cref="InvalidOperationException">No price is known.</exception>
    public Money Amount => Price.Scale == 0 ? Money.FromPicos(_parts, Price.Currency) : Exact.Round();

    /// <summary>The amount as it is.</summary>
    /// <exception cref="InvalidOperationException">No price is known.</exception>
    public ExactMoney Exact => Price.Amount(_parts);

    /// <summary>The version of the price; <see cref="PriceVersion.None"/> where none is known.</summary>
    public PriceVersion Version => _price?.Version ?? PriceVersion.None;

    /// <summary>Which layer had the price; <see langword="null"/> where none is known.</summary>
    public PriceLayer? Layer => _price?.Layer;

    /// <summary>The id of the model whose price it is; <see langword="null"/> where none is known.</summary>
    public string? PricedAs => _price?.Model;

    private EffectivePrice Price =>
        _price ?? throw new InvalidOperationException($"No price is known for this request, so it has no amount. Ask {nameof(IsPriced)} first; unpriced requests are booked as such, never as 0.");

    /// <summary>How many tokens of a kind there are, each counted in one kind only.</summary>
    /// <param name="kind">Which kind.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such kind.</exception>
    public long Quantity(TokenKind kind) => (uint)kind < TokenKinds.Count ? _buckets[(int)kind] : throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind of token.");

    /// <summary>Writes a line for each kind of which there are tokens, in the order of <see cref="TokenKind"/>; their sum is <see cref="Exact"/>.</summary>
    /// <param name="lines">Where to; room for <see cref="MaxLines"/> is always enough.</param>
    /// <returns>How many lines there are.</returns>
    /// <exception cref="ArgumentException">There is not enough room.</exception>
    /// <exception cref="InvalidOperationException">No price is known.</exception>
    public int CopyLinesTo(Span<ChargeLine> lines)
    {
        EffectivePrice price = Price;
        int count = 0;
        for (int kind = 0; kind < TokenKinds.Count; kind++)
        {
            long quantity = _buckets[kind];
            if (quantity == 0)
            {
                continue;
            }

            if (count == lines.Length)
            {
                throw new ArgumentException($"There is room for {lines.Length} lines only. Make room for {MaxLines}.", nameof(lines));
            }

            lines[count++] = new ChargeLine((TokenKind)kind, quantity, price.PerMillion(kind), price.Amount((Int128)price.Rates[kind] * quantity));
        }

        return count;
    }

    internal Currency Currency => Price.Currency;

    /// <summary>What the tokens of a kind come to; nothing else is computed.</summary>
    internal ExactMoney AmountOf(TokenKind kind) => Price.Amount((Int128)Price.Rates[(int)kind] * _buckets[(int)kind]);

    /// <summary>The amount, or <c>unpriced</c>.</summary>
    public override string ToString() => IsPriced ? Amount.ToString() : "unpriced";
}
