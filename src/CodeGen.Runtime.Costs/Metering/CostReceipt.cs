namespace CodeGen.Runtime.Costs;

/// <summary>What became of a use that was handed in: it is in the ledger. An immutable value; thread-safe.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Sequence">Its place in this node's ledger.</param>
/// <param name="Status">Where the amount comes from.</param>
/// <param name="Exact">What it came to, exactly; a zero that means nothing where no price is known.</param>
/// <param name="IsRepeated">Whether it was there already: this is what was booked then.</param>
public readonly record struct CostReceipt(Guid Id, long Sequence, PriceStatus Status, ExactMoney Exact, bool IsRepeated)
{
    /// <summary>Whether there is an amount.</summary>
    public bool IsPriced => Status != PriceStatus.Unpriced;

    /// <summary>What it came to in whole picos, rounded half to even.</summary>
    /// <exception cref="InvalidOperationException">No price is known. It is booked as such; ask <see cref="IsPriced"/> first.</exception>
    public Money Amount => IsPriced
        ? Exact.Round()
        : throw new InvalidOperationException("No price is known, so there is no amount. What was used is booked without one; add the price and let the ledger be priced again.");

    /// <summary>What it came to, in units of the currency of its price.</summary>
    /// <param name="receipt">The receipt.</param>
    /// <exception cref="InvalidOperationException">No price is known. It is booked as such; ask <see cref="IsPriced"/> first.</exception>
    public static implicit operator decimal(CostReceipt receipt) => receipt.ToDecimal();

    /// <summary>What it came to, in units of the currency of its price.</summary>
    /// <exception cref="InvalidOperationException">No price is known. It is booked as such; ask <see cref="IsPriced"/> first.</exception>
    public decimal ToDecimal() => Amount.ToDecimal();

    /// <summary>The amount, or <c>unpriced</c>.</summary>
    public override string ToString() => IsPriced ? Amount.ToString() : "unpriced";
}
