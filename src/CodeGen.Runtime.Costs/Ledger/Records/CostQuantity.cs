using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>How much of something a line is about, as a fraction in lowest terms, without rounding; negative in a correction that takes something back. An immutable value; thread-safe. The default value is 0.</summary>
public readonly record struct CostQuantity
{
    // One less than the denominator, so that the default value is 0/1.
    private readonly Int128 _below;

    private CostQuantity(Int128 numerator, Int128 denominator) => (Numerator, _below) = (numerator, denominator - 1);

    /// <summary>The quantity is this divided by <see cref="Denominator"/>.</summary>
    public Int128 Numerator { get; }

    /// <summary>1 or more.</summary>
    public Int128 Denominator => _below + 1;

    /// <summary>A whole quantity.</summary>
    /// <param name="quantity">How much.</param>
    public static CostQuantity Of(long quantity) => new(quantity, 1);

    /// <summary>A fraction.</summary>
    /// <param name="numerator">How many parts.</param>
    /// <param name="denominator">Into how many parts a whole is divided; 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The denominator is 0 or less.</exception>
    public static CostQuantity Of(Int128 numerator, Int128 denominator)
    {
        if (denominator <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(denominator), denominator, "A whole is divided into 1 part or more.");
        }

        if (denominator == 1)
        {
            return new(numerator, 1);
        }

        Int128 common = Fraction.CommonDivisor(numerator, denominator);
        return new(numerator / common, denominator / common);
    }

    /// <summary>The quantity with so many decimals, rounded half to even.</summary>
    /// <param name="decimals">How many; 0 to 12.</param>
    /// <exception cref="ArgumentOutOfRangeException">They are fewer than 0 or more than 12.</exception>
    /// <exception cref="OverflowException">The quantity is larger than any decimal.</exception>
    public decimal ToDecimal(int decimals) => ExactMoney.FromPicos(checked(Numerator * Fraction.PowerOfTen(12)), Denominator, Currency.None).ToDecimal(decimals);

    /// <summary>The same quantity, taken back.</summary>
    internal CostQuantity Negated() => new(-Numerator, Denominator);

    /// <summary>A whole number, or a fraction: <c>1/3</c>.</summary>
    public override string ToString() =>
        _below == 0 ? Numerator.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");
}
