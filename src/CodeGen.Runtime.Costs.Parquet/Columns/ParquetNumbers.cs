using System.Numerics;
using Parquet.Data;

namespace CodeGen.Runtime.Costs;

/// <summary>Numbers as Parquet's decimals have them: an integer, of which so many digits are decimals.</summary>
internal static class ParquetNumbers
{
    /// <summary>The most that readers hold in 16 bytes.</summary>
    public const int Precision = 38;

    public const int AmountDecimals = 12;
    private static readonly BigInteger s_end = BigInteger.Pow(10, Precision);

    public static BigDecimal Of(Int128 picos) => new(picos, Precision, AmountDecimals);

    public static bool Fits(Int128 picos) => BigInteger.Abs(picos) < s_end;

    /// <summary>The integer, and whether it is exact and fits.</summary>
    public static bool TryScale(decimal value, int decimals, out BigInteger scaled)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        BigInteger digits = (BigInteger)new decimal(bits[0], bits[1], bits[2], bits[3] < 0, 0);
        BigInteger rest = BigInteger.Zero;
        scaled = value.Scale <= decimals
            ? digits * BigInteger.Pow(10, decimals - value.Scale)
            : BigInteger.DivRem(digits, BigInteger.Pow(10, value.Scale - decimals), out rest);
        return rest.IsZero && BigInteger.Abs(scaled) < s_end;
    }
}
