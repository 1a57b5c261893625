using System.Numerics;

namespace CodeGen.Runtime.Costs;

/// <summary>Picos of one currency in picos of another.</summary>
internal static class Conversion
{
    /// <summary>Estimates are rounded up, so that they stay ceilings.</summary>
    public static Int128 Up(Int128 picos, decimal rate)
    {
        (BigInteger quotient, BigInteger rest, _) = Divide(picos, rate);
        return (Int128)(rest.IsZero ? quotient : quotient + 1);
    }

    /// <summary>What was spent is rounded half to even: never above the estimate that it was at most.</summary>
    public static Int128 HalfToEven(Int128 picos, decimal rate)
    {
        (BigInteger quotient, BigInteger rest, BigInteger divisor) = Divide(picos, rate);
        int half = (2 * rest).CompareTo(divisor);
        return (Int128)(half > 0 || (half == 0 && !quotient.IsEven) ? quotient + 1 : quotient);
    }

    /// <summary>Amounts are 0 or more here, and rates above 0.</summary>
    private static (BigInteger Quotient, BigInteger Remainder, BigInteger Divisor) Divide(Int128 picos, decimal rate)
    {
        Span<int> bits = stackalloc int[4];
        _ = decimal.GetBits(rate, bits);
        int scale = (bits[3] >> 16) & 0xFF;
        BigInteger mantissa = new(new decimal(bits[0], bits[1], bits[2], isNegative: false, scale: 0));
        BigInteger divisor = BigInteger.Pow(10, scale);
        BigInteger quotient = BigInteger.DivRem(picos * mantissa, divisor, out BigInteger rest);
        return (quotient, rest, divisor);
    }
}
