using System.Numerics;

namespace CodeGen.Runtime.Costs;

/// <summary>A fraction that is 0 or more. Immutable; thread-safe.</summary>
internal readonly record struct Ratio(BigInteger Numerator, BigInteger Denominator)
{
    public static Ratio Of(decimal value)
    {
        (Int128 mantissa, int scale) = Fraction.Parts(value);
        return new(mantissa, Fraction.PowerOfTen(scale));
    }

    public static Ratio operator +(Ratio left, Ratio right) => new((left.Numerator * right.Denominator) + (right.Numerator * left.Denominator), left.Denominator * right.Denominator);

    public static Ratio operator *(Ratio left, Ratio right) => new(left.Numerator * right.Numerator, left.Denominator * right.Denominator);

    public static Ratio operator /(Ratio left, Ratio right) => new(left.Numerator * right.Denominator, left.Denominator * right.Numerator);

    public BigInteger Ceiling() => (Numerator + Denominator - 1) / Denominator;
}
