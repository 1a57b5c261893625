namespace CodeGen.Runtime.Costs;

/// <summary>What a use of a meter or of a model's fee costs. An immutable value; thread-safe.</summary>
public readonly record struct PricedMeter
{
    private readonly ExactMoney _exact;

    internal PricedMeter(string name, PriceStatus status, ExactMoney exact, PriceVersion version, PriceLayer? layer, string unit, CostQuantity quantity)
    {
        (Unit, Quantity) = (unit, quantity);
        Name = name;
        Status = status;
        _exact = exact;
        Version = version;
        Layer = layer;
    }

    /// <summary>The name of the meter or fee.</summary>
    public string Name { get; }

    /// <summary>Where the amount comes from.</summary>
    public PriceStatus Status { get; }

    /// <summary>Whether there is an amount.</summary>
    public bool IsPriced => Status != PriceStatus.Unpriced;

    /// <summary>The amount as it is. Sum it up in an <see cref="ExactTotals"/>.</summary>
    /// <exception cref="InvalidOperationException">No price is known.</exception>
    public ExactMoney Exact => IsPriced
        ? _exact
        : throw new InvalidOperationException($"No price is known for '{Name}', so it has no amount. Ask {nameof(IsPriced)} first; what is unpriced is booked as such, never as 0.");

    /// <summary>The amount in whole picos, rounded half to even.</summary>
    /// <exception cref="InvalidOperationException">No price is known.</exception>
    public Money Amount => Exact.Round();

    /// <summary>In what it is counted: the unit of the price, or that of the measure where none is known.</summary>
    internal string Unit { get; }

    /// <summary>How much, in that unit.</summary>
    internal CostQuantity Quantity { get; }

    /// <summary>The version of the price; <see cref="PriceVersion.None"/> where none is known.</summary>
    public PriceVersion Version { get; }

    /// <summary>Which layer had the price; <see langword="null"/> where none is known.</summary>
    public PriceLayer? Layer { get; }

    /// <summary>The amount, or <c>unpriced</c>.</summary>
    public override string ToString() => IsPriced ? Amount.ToString() : "unpriced";
}
