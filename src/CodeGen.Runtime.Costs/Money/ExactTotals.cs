using System.Numerics;
using System.Runtime.InteropServices;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// Sums of exact amounts by currency, rounded only when they are read: what is added in another order, or in parts that are added later, comes to the same pico. Not thread-safe.
/// </summary>
/// <remarks>
/// Amounts with one denominator are added as whole numbers, and the sums of all denominators are joined when a total is read. Nearly all amounts are whole picos or parts of 1/36,000,000,000 of one
/// (100 ns at a price an hour), so a sum takes two numbers and no more memory as it grows.
/// </remarks>
public sealed class ExactTotals
{
    private static readonly Int128 s_grid = 36_000_000_000;

    private readonly Dictionary<(Currency Currency, Int128 Denominator), Int128> _sums = [];

    // Most totals are of one currency, in whole picos: the first such sum needs no look-up.
    private Currency _first;
    private Int128 _firstSum;

    /// <summary>The totals, rounded half to even to whole picos, by the codes of their currencies. A copy.</summary>
    public IReadOnlyList<Money> Totals =>
        [.. Sums().Select(static sum => sum.Currency).Distinct().OrderBy(static currency => currency.Code, StringComparer.Ordinal).Select(currency => this[currency])];

    /// <summary>The total in a currency, rounded half to even to whole picos; zero where nothing was added.</summary>
    /// <param name="currency">Which.</param>
    /// <exception cref="OverflowException">The total has more than about 10²⁶ units.</exception>
    public Money this[Currency currency]
    {
        get
        {
            (BigInteger numerator, BigInteger denominator) = Join(currency);
            return Money.FromPicos(Fraction.RoundHalfToEven(numerator, denominator), currency);
        }
    }

    /// <summary>Adds an amount to the sum of its currency.</summary>
    /// <param name="amount">The amount. A zero without a currency changes nothing.</param>
    /// <exception cref="OverflowException">The sum is too large; it stays as it was.</exception>
    public void Add(ExactMoney amount)
    {
        if (amount == default)
        {
            return;
        }

        Int128 denominator = amount.Denominator;
        Int128 numerator = amount.Numerator;
        if (denominator > 1 && denominator <= s_grid && s_grid % denominator == 0)
        {
            numerator = checked(numerator * (s_grid / denominator));
            denominator = s_grid;
        }

        Add(amount.Currency, denominator, numerator);
    }

    /// <summary>Adds an amount to the sum of its currency.</summary>
    /// <param name="amount">The amount. A zero without a currency changes nothing.</param>
    /// <exception cref="OverflowException">The sum is too large; it stays as it was.</exception>
    public void Add(Money amount)
    {
        if (amount != default)
        {
            Add(amount.Currency, 1, amount.Picos);
        }
    }

    /// <summary>Adds sums to sums.</summary>
    /// <param name="totals">The others.</param>
    /// <exception cref="OverflowException">A sum is too large; those before it have been added.</exception>
    public void Add(ExactTotals totals)
    {
        ArgumentNullException.ThrowIfNull(totals);
        foreach ((Currency currency, Int128 denominator, Int128 numerator) in totals.Sums().ToArray())
        {
            Add(currency, denominator, numerator);
        }
    }

    /// <summary>The total in a currency, not rounded.</summary>
    /// <param name="currency">Which.</param>
    /// <exception cref="OverflowException">It does not fit an <see cref="ExactMoney"/>.</exception>
    public ExactMoney Exact(Currency currency)
    {
        (BigInteger numerator, BigInteger denominator) = Join(currency);
        return Fraction.Reduce(numerator, denominator, currency);
    }

    /// <summary>The totals, one after another: <c>1.2 CNY, 0.03 USD</c>.</summary>
    public override string ToString() => string.Join(", ", Totals);

    private void Add(Currency currency, Int128 denominator, Int128 numerator)
    {
        if (denominator == 1)
        {
            if (_first == Currency.None)
            {
                _first = currency;
            }

            if (_first == currency && currency != Currency.None)
            {
                _firstSum = checked(_firstSum + numerator);
                return;
            }
        }

        ref Int128 sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, (currency, denominator), out _);
        sum = checked(sum + numerator);
    }

    private IEnumerable<(Currency Currency, Int128 Denominator, Int128 Numerator)> Sums()
    {
        IEnumerable<(Currency, Int128, Int128)> others = _sums.Select(static sum => (sum.Key.Currency, sum.Key.Denominator, sum.Value));
        return _first == Currency.None ? others : others.Prepend((_first, Int128.One, _firstSum));
    }

    private (BigInteger Numerator, BigInteger Denominator) Join(Currency currency)
    {
        BigInteger numerator = 0;
        BigInteger denominator = 1;
        foreach ((Currency of, Int128 parts, Int128 sum) in Sums())
        {
            if (of == currency)
            {
                BigInteger common = BigInteger.GreatestCommonDivisor(denominator, parts);
                BigInteger more = parts / common;
                numerator = (numerator * more) + (sum * (denominator / common));
                denominator *= more;
            }
        }

        return (numerator, denominator);
    }
}
