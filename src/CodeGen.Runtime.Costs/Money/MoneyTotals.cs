namespace CodeGen.Runtime.Costs;

/// <summary>Sums by currency: what is added in another order, or in parts that are added later, comes to the same. Not thread-safe.</summary>
public sealed class MoneyTotals
{
    private readonly SortedDictionary<string, Money> _sums = new(StringComparer.Ordinal);

    /// <summary>The sums as they stand, by the codes of their currencies. A copy.</summary>
    public IReadOnlyList<Money> Sums => [.. _sums.Values];

    /// <summary>The sum in a currency; zero where nothing was added.</summary>
    /// <param name="currency">Which.</param>
    public Money this[Currency currency] => _sums.TryGetValue(currency.Code, out Money sum) ? sum : Money.Zero(currency);

    /// <summary>Adds an amount to the sum of its currency.</summary>
    /// <param name="amount">The amount. A zero without a currency changes nothing.</param>
    /// <exception cref="OverflowException">The sum has more than about 10²⁶ units; it stays as it was.</exception>
    public void Add(Money amount)
    {
        if (amount != default)
        {
            _sums[amount.Currency.Code] = this[amount.Currency] + amount;
        }
    }

    /// <summary>Adds sums to sums.</summary>
    /// <param name="totals">The others.</param>
    /// <exception cref="OverflowException">A sum has more than about 10²⁶ units.</exception>
    public void Add(MoneyTotals totals)
    {
        ArgumentNullException.ThrowIfNull(totals);
        foreach (Money sum in totals.Sums)
        {
            Add(sum);
        }
    }

    /// <summary>The sums, one after another: <c>1.2 CNY, 0.03 USD</c>.</summary>
    public override string ToString() => string.Join(", ", _sums.Values);
}
