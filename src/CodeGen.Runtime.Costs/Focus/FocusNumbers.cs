using System.Globalization;
using System.Numerics;

namespace CodeGen.Runtime.Costs;

/// <summary>Exact arithmetic and notation of amounts and quantities.</summary>
internal static class FocusNumbers
{
    /// <summary>All digits of a decimal, without an exponent and without zeros at the end.</summary>
    public const string AllDecimals = "0.############################";

    /// <summary>A number as FOCUS writes it, without an exponent.</summary>
    public const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    private const int PicoPlaces = 12;

    /// <summary>Writes an amount of picos as a plain decimal of units, with all its digits. A decimal could not hold the largest ones.</summary>
    /// <returns>How many characters were written.</returns>
    public static int Format(Int128 picos, Span<char> digits)
    {
        int at = 0;
        if (Int128.IsNegative(picos))
        {
            digits[at++] = '-';
        }

        // Negated as an unsigned number, since the smallest Int128 has no positive counterpart.
        UInt128 size = Int128.IsNegative(picos) ? ~(UInt128)picos + 1 : (UInt128)picos;
        (UInt128 whole, UInt128 rest) = UInt128.DivRem(size, Money.PicosPerUnit);
        whole.TryFormat(digits[at..], out int written, default, CultureInfo.InvariantCulture);
        at += written;
        if (rest != 0)
        {
            digits[at++] = '.';
            ((long)rest).TryFormat(digits[at..], out written, "D12", CultureInfo.InvariantCulture);
            at += digits.Slice(at, written).TrimEnd('0').Length;
        }

        return at;
    }

    /// <summary>Whether a cost is a price times a quantity, where the cost may have been rounded to a pico.</summary>
    public static bool IsProduct(decimal price, decimal quantity, Int128 cost)
    {
        BigInteger one = BigInteger.Pow(10, price.Scale + quantity.Scale);
        BigInteger exact = Digits(price) * Digits(quantity) * BigInteger.Pow(10, PicoPlaces);
        return 2 * BigInteger.Abs(exact - ((BigInteger)cost * one)) <= one;
    }

    private static BigInteger Digits(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        return (BigInteger)new decimal(bits[0], bits[1], bits[2], bits[3] < 0, 0);
    }
}
