using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// An amount of one currency in whole picos, 10⁻¹² of it: sums are exact and the same in any order. An immutable value; thread-safe. The default value is a zero without a currency, which can be
/// added to and compared with any amount.
/// </summary>
/// <remarks>Published prices per million tokens have up to six decimals, so what one token costs is a whole number of picos; a whole number of nanos it is not.</remarks>
public readonly struct Money : IEquatable<Money>, IComparable<Money>, IFormattable
{
    /// <summary>How many picos one unit of a currency has: 10¹².</summary>
    public const long PicosPerUnit = 1_000_000_000_000;

    private Money(Int128 picos, Currency currency)
    {
        Picos = picos;
        Currency = currency;
    }

    /// <summary>The amount in picos.</summary>
    public Int128 Picos { get; }

    /// <summary>Of which currency.</summary>
    public Currency Currency { get; }

    /// <summary>Whether the amount is zero.</summary>
    public bool IsZero => Picos == 0;

    /// <summary>Whether the amount is less than zero.</summary>
    public bool IsNegative => Int128.IsNegative(Picos);

    /// <summary>Adds two amounts of one currency.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <exception cref="InvalidOperationException">They are of two currencies.</exception>
    /// <exception cref="OverflowException">The sum has more than about 10²⁶ units.</exception>
    public static Money operator +(Money left, Money right) => new(checked(left.Picos + right.Picos), Common(left, right));

    /// <summary>Subtracts an amount of the same currency.</summary>
    /// <param name="left">From which.</param>
    /// <param name="right">Which.</param>
    /// <exception cref="InvalidOperationException">They are of two currencies.</exception>
    /// <exception cref="OverflowException">The difference has more than about 10²⁶ units.</exception>
    public static Money operator -(Money left, Money right) => new(checked(left.Picos - right.Picos), Common(left, right));

    /// <summary>The same amount with the other sign.</summary>
    /// <param name="value">The amount.</param>
    public static Money operator -(Money value) => new(checked(-value.Picos), value.Currency);

    /// <summary>Takes an amount so many times.</summary>
    /// <param name="value">The amount.</param>
    /// <param name="times">How many times.</param>
    /// <exception cref="OverflowException">The product has more than about 10²⁶ units.</exception>
    public static Money operator *(Money value, long times) => new(checked(value.Picos * times), value.Currency);

    /// <summary>Whether amount and currency are the same. Zeros of two currencies differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(Money left, Money right) => left.Picos == right.Picos && left.Currency == right.Currency;

    /// <summary>Whether amount or currency differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(Money left, Money right) => !(left == right);

    /// <summary>Compares two amounts of one currency.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <exception cref="InvalidOperationException">They are of two currencies.</exception>
    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    /// <summary>Compares two amounts of one currency.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <exception cref="InvalidOperationException">They are of two currencies.</exception>
    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    /// <summary>Compares two amounts of one currency.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <exception cref="InvalidOperationException">They are of two currencies.</exception>
    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    /// <summary>Compares two amounts of one currency.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <exception cref="InvalidOperationException">They are of two currencies.</exception>
    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    /// <summary>So many picos of a currency.</summary>
    /// <param name="picos">How many.</param>
    /// <param name="currency">Of which currency.</param>
    public static Money FromPicos(Int128 picos, Currency currency) => new(picos, currency);

    /// <summary>So many units of a currency. More than twelve decimals are rounded half to even.</summary>
    /// <param name="amount">How many units.</param>
    /// <param name="currency">Of which currency.</param>
    /// <exception cref="OverflowException">They are more than about 10²⁶ units.</exception>
    public static Money Of(decimal amount, Currency currency)
    {
        decimal whole = decimal.Truncate(amount);

        // Apart: the picos of a large amount do not fit a decimal. The fraction is below 1, so its picos do.
        decimal rest = decimal.Round((amount - whole) * PicosPerUnit, MidpointRounding.ToEven);
        return new(checked(((Int128)whole * PicosPerUnit) + (Int128)rest), currency);
    }

    /// <summary>Zero of a currency.</summary>
    /// <param name="currency">Of which currency.</param>
    public static Money Zero(Currency currency) => new(0, currency);

    /// <summary>The amount in units. Exact up to about 79 quadrillion units; beyond, as near as a decimal comes.</summary>
    /// <exception cref="OverflowException">The amount is larger than any decimal.</exception>
    public decimal ToDecimal()
    {
        (Int128 whole, Int128 rest) = Int128.DivRem(Picos, PicosPerUnit);
        return (decimal)whole + ((decimal)rest / PicosPerUnit);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">They are of two currencies.</exception>
    public int CompareTo(Money other)
    {
        _ = Common(this, other);
        return Picos.CompareTo(other.Picos);
    }

    /// <inheritdoc/>
    public bool Equals(Money other) => this == other;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Money other && this == other;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Picos, Currency);

    /// <summary>All decimals that are not zero, and the currency's code: <c>0.0375 USD</c>.</summary>
    public override string ToString() => ToString(null, CultureInfo.InvariantCulture);

    /// <summary>The amount in a numeric format of decimals, and the currency's code.</summary>
    /// <param name="format">A format of <see cref="decimal"/>, such as <c>F2</c>, rounded half to even; without one all decimals that are not zero.</param>
    /// <param name="formatProvider">How digits are written.</param>
    public string ToString(string? format, IFormatProvider? formatProvider)
    {
        decimal amount = ToDecimal();
        if (format is ['F' or 'f' or 'N' or 'n', .. var digits] && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int places) && places <= 28)
        {
            // The platform's formats round half away from zero.
            amount = decimal.Round(amount, places, MidpointRounding.ToEven);
        }

        return string.Create(formatProvider, $"{amount.ToString(format ?? "0.############", formatProvider)} {Currency.Code}");
    }

    private static Currency Common(Money left, Money right)
    {
        if (left.Currency == right.Currency || (right.Currency == Currency.None && right.IsZero))
        {
            return left.Currency;
        }

        return left.Currency == Currency.None && left.IsZero
            ? right.Currency
            : throw new InvalidOperationException($"An amount of {left.Currency} and one of {right.Currency} have no sum and no order. Convert one by a dated rate first.");
    }
}
