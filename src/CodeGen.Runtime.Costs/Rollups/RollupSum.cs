using System.Numerics;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// A whole number of 128 bits in three columns of 64: high × 10²⁰ + middle × 10¹⁰ + low, the lower two from 0 to 10¹⁰ − 1 and the sign in the highest. SUM over either of the lower columns is exact for
/// 900 million rows, and over the highest for any number that 128 bits hold; beyond, SQLite reports an overflow. An immutable value.
/// </summary>
internal readonly record struct RollupSum(long High, long Middle, long Low)
{
    public const long Base = 10_000_000_000;

    private static readonly BigInteger s_base = Base;

    public BigInteger Value => (((BigInteger)High * s_base) + Middle) * s_base + Low;

    public static RollupSum Of(Int128 number)
    {
        if (number >= 0 && number < Base)
        {
            return new(0, 0, (long)number);
        }

        (Int128 rest, long low) = Split(number);
        (Int128 high, long middle) = Split(rest);
        return new((long)high, middle, low);
    }

    /// <exception cref="OverflowException">The sum is several times larger than 128 bits.</exception>
    public RollupSum Plus(RollupSum other)
    {
        long low = Low + other.Low;
        long middle = Middle + other.Middle;
        if (low >= Base)
        {
            low -= Base;
            middle++;
        }

        long high = checked(High + other.High);
        if (middle >= Base)
        {
            middle -= Base;
            high = checked(high + 1);
        }

        return new(high, middle, low);
    }

    /// <summary>Rounded towards minus infinity, so that what is left is never negative.</summary>
    private static (Int128 Above, long Low) Split(Int128 number)
    {
        (Int128 quotient, Int128 remainder) = Int128.DivRem(number, Base);
        return Int128.IsNegative(remainder) ? (quotient - 1, (long)(remainder + Base)) : (quotient, (long)remainder);
    }
}
