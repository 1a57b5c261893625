using System.Numerics;

namespace CodeGen.Runtime.Costs;

/// <summary>Whole-number arithmetic that fractions of picos need.</summary>
internal static class Fraction
{
    /// <summary>The largest power of ten that an Int128 holds.</summary>
    public const int LargestPower = 38;

    private static readonly Int128[] s_powers = Powers();

    public static Int128 PowerOfTen(int exponent) =>
        exponent <= LargestPower ? s_powers[exponent] : throw new OverflowException($"10^{exponent} parts of a pico are more than can be counted. Use fewer decimals.");

    /// <summary>A decimal as mantissa and the number of decimals, without trailing zeros.</summary>
    public static (Int128 Mantissa, int Scale) Parts(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        Int128 mantissa = new Int128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        int scale = value.Scale;
        while (scale > 0 && mantissa % 10 == 0)
        {
            mantissa /= 10;
            scale--;
        }

        return (decimal.IsNegative(value) ? -mantissa : mantissa, scale);
    }

    public static Int128 CommonDivisor(Int128 a, Int128 b)
    {
        a = Int128.Abs(a);
        while (a != 0)
        {
            (a, b) = (b % a, a);
        }

        return b;
    }

    public static Int128 RoundHalfToEven(Int128 numerator, Int128 denominator)
    {
        if (denominator == 1)
        {
            return numerator;
        }

        (Int128 whole, Int128 rest) = Int128.DivRem(Int128.Abs(numerator), denominator);

        // Not 2 × rest: it may not fit.
        Int128 missing = denominator - rest;
        if (rest > missing || (rest == missing && Int128.IsOddInteger(whole)))
        {
            whole++;
        }

        return Int128.IsNegative(numerator) ? -whole : whole;
    }

    public static Int128 RoundHalfToEven(BigInteger numerator, BigInteger denominator)
    {
        BigInteger whole = BigInteger.DivRem(BigInteger.Abs(numerator), denominator, out BigInteger rest);
        int half = (rest * 2).CompareTo(denominator);
        if (half > 0 || (half == 0 && !whole.IsEven))
        {
            whole++;
        }

        return (Int128)(numerator.Sign < 0 ? -whole : whole);
    }

    /// <summary>A fraction of any size as an amount.</summary>
    /// <exception cref="OverflowException">It does not fit in lowest terms either.</exception>
    public static ExactMoney Reduce(BigInteger numerator, BigInteger denominator, Currency currency)
    {
        BigInteger common = BigInteger.GreatestCommonDivisor(numerator, denominator);
        return ExactMoney.FromPicos((Int128)(numerator / common), (Int128)(denominator / common), currency);
    }

    private static Int128[] Powers()
    {
        var powers = new Int128[LargestPower + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.Length; i++)
        {
            powers[i] = powers[i - 1] * 10;
        }

        return powers;
    }
}
