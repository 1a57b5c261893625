using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// Picos as scripts keep them: three whole numbers <c>a:b:c</c> that stand for a·10²⁴ + b·10¹² + c, where b and c are from 0 to 10¹² − 1 and a has the sign. b and c are units and picos of
/// amounts below 10¹² units, so that a person can read them.
/// </summary>
/// <remarks>
/// A script's numbers are doubles, exact to 2⁵³ ≈ 9.007·10¹⁵. a of the largest amount is below 1.8·10¹⁴, b and c are below 10¹², so a sum of two with a carry stays exact in each of them. The
/// sign is in a alone (−1 pico is <c>-1:999999999999:999999999999</c>): adding, subtracting and comparing need no case for it.
/// </remarks>
internal static class LimbText
{
    private const long Base = 1_000_000_000_000;

    public static string Of(Int128 picos)
    {
        (Int128 high, long c) = Split(picos);
        (Int128 a, long b) = Split(high);
        return string.Create(CultureInfo.InvariantCulture, $"{(long)a}:{b}:{c}");
    }

    /// <exception cref="FormatException">It is something else.</exception>
    public static Int128 Parse(ReadOnlySpan<char> text)
    {
        int first = text.IndexOf(':');
        int last = text.LastIndexOf(':');
        if (first <= 0 || last <= first)
        {
            throw new FormatException($"'{text}' is no amount as the budgets' scripts write them.");
        }

        return (((Number(text[..first]) * Base) + Number(text[(first + 1)..last])) * Base) + Number(text[(last + 1)..]);
    }

    private static Int128 Number(ReadOnlySpan<char> digits) => long.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static (Int128 High, long Low) Split(Int128 value)
    {
        (Int128 high, Int128 low) = Int128.DivRem(value, Base);
        return low < 0 ? (high - 1, (long)(low + Base)) : (high, (long)low);
    }
}
