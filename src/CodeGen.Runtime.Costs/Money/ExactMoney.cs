using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// An amount that need not be whole picos: a fraction of picos of one currency, in lowest terms. What a duration at a price an hour costs, or what an exchange rate makes of an amount, is kept so and is rounded only
/// when it is reported. An immutable value; thread-safe. The default value is a zero without a currency.
/// </summary>
/// <remarks>Sums of many amounts belong into <see cref="ExactTotals"/>, where denominators do not grow.</remarks>
public readonly struct ExactMoney : IEquatable<ExactMoney>
{
    // One less than the denominator, so that the default value is 0/1.
    private readonly Int128 _below;

    private ExactMoney(Int128 numerator, Int128 denominator, Currency currency)
    {
        Numerator = numerator;
        _below = denominator - 1;
        Currency = currency;
    }

    /// <summary>How many parts of a pico there are: the amount is this divided by <see cref="Denominator"/>, in picos.</summary>
    public Int128 Numerator { get; }

    /// <summary>Into how many parts a pico is divided; 1 or more.</summary>
    public Int128 Denominator => _below + 1;

    /// <summary>Of which currency.</summary>
    public Currency Currency { get; }

    /// <summary>Whether the amount is a whole number of picos, so that <see cref="Round"/> changes nothing.</summary>
    public bool IsWholePicos => _below == 0;

    /// <summary>Whether the amount is zero.</summary>
    public bool IsZero => Numerator == 0;

    /// <summary>Whether amount and currency are the same.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(ExactMoney left, ExactMoney right) => left.Numerator == right.Numerator && left._below == right._below && left.Currency == right.Currency;

    /// <summary>Whether amount or currency differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(ExactMoney left, ExactMoney right) => !(left == right);

    /// <summary>Takes an amount so many times.</summary>
    /// <param name="value">The amount.</param>
    /// <param name="times">How many times.</param>
    /// <exception cref="OverflowException">The product is too large.</exception>
    public static ExactMoney operator *(ExactMoney value, long times) => FromPicos(checked(value.Numerator * times), value.Denominator, value.Currency);

    /// <summary>A fraction of picos.</summary>
    /// <param name="numerator">How many parts of a pico.</param>
    /// <param name="denominator">Into how many parts a pico is divided; 1 or more.</param>
    /// <param name="currency">Of which currency.</param>
    /// <exception cref="ArgumentOutOfRangeException">The denominator is 0 or less.</exception>
    public static ExactMoney FromPicos(Int128 numerator, Int128 denominator, Currency currency)
    {
        if (denominator <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(denominator), denominator, "A pico is divided into 1 part or more.");
        }

        if (denominator == 1)
        {
            return new(numerator, 1, currency);
        }

        Int128 common = Fraction.CommonDivisor(numerator, denominator);
        return new(numerator / common, denominator / common, currency);
    }

    /// <summary>The same amount as a fraction.</summary>
    /// <param name="amount">The amount.</param>
    public static ExactMoney Of(Money amount) => new(amount.Picos, 1, amount.Currency);

    /// <summary>So many units of a currency, every decimal of them.</summary>
    /// <param name="amount">How many units.</param>
    /// <param name="currency">Of which currency.</param>
    /// <exception cref="OverflowException">They are more than about 10²⁶ units.</exception>
    public static ExactMoney Of(decimal amount, Currency currency)
    {
        (Int128 mantissa, int scale) = Fraction.Parts(amount);
        return scale <= 12
            ? new(checked(mantissa * Fraction.PowerOfTen(12 - scale)), 1, currency)
            : FromPicos(mantissa, Fraction.PowerOfTen(scale - 12), currency);
    }

    /// <summary>The amount in whole picos, rounded half to even.</summary>
    public Money Round() => Money.FromPicos(Fraction.RoundHalfToEven(Numerator, Denominator), Currency);

    /// <summary>The amount in units with so many decimals, rounded once, half to even.</summary>
    /// <param name="decimals">How many; 0 to 12.</param>
    /// <exception cref="ArgumentOutOfRangeException">They are fewer than 0 or more than 12.</exception>
    public decimal ToDecimal(int decimals)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(decimals);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(decimals, 12);
        Int128 step = Fraction.PowerOfTen(12 - decimals);
        Int128 rounded = Fraction.RoundHalfToEven(Numerator, checked(Denominator * step));
        return Money.FromPicos(checked(rounded * step), Currency).ToDecimal();
    }

    /// <inheritdoc/>
    public bool Equals(ExactMoney other) => this == other;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ExactMoney other && this == other;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Numerator, _below, Currency);

    /// <summary>As <see cref="Money"/> writes it; where the amount is not whole picos, the fraction of them: <c>1000000000/3 pico USD</c>.</summary>
    public override string ToString() =>
        IsWholePicos ? Round().ToString() : string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator} pico {Currency.Code}");
}
