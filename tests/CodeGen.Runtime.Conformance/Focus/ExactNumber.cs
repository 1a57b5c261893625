using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace CodeGen.Runtime.Conformance.Focus;

/// <summary>A number of any size with all its digits: digits × 10^-places.</summary>
internal readonly partial record struct ExactNumber(BigInteger Digits, int Places) : IComparable<ExactNumber>
{
    private const int MostPlaces = 400;

    /// <summary>The form of FOCUS' NumericFormat: no sign but a minus, one point, no separators, <c>mEn</c> for exponents.</summary>
    public static bool IsPlain(string text) => Form().IsMatch(text);

    /// <summary>Reads a number that a person would take for one: also with a plus, separators and spaces around it.</summary>
    public static bool TryParse(string text, out ExactNumber number)
    {
        number = default;
        string bare = text.Trim().Replace(",", "", StringComparison.Ordinal).TrimStart('+').Replace("e", "E", StringComparison.Ordinal).Replace("E+", "E", StringComparison.Ordinal);
        if (!Form().IsMatch(bare))
        {
            return false;
        }

        string[] parts = bare.Split('E');
        int point = parts[0].IndexOf('.', StringComparison.Ordinal);
        int places = point < 0 ? 0 : parts[0].Length - point - 1;
        if (places > MostPlaces || !int.TryParse(parts.ElementAtOrDefault(1) ?? "0", NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int exponent) || Math.Abs(exponent) > MostPlaces)
        {
            return false;
        }

        BigInteger digits = BigInteger.Parse(parts[0].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        places -= exponent;
        number = places < 0 ? new(digits * BigInteger.Pow(10, -places), 0) : new(digits, places);
        return true;
    }

    public static ExactNumber operator *(ExactNumber left, ExactNumber right) => new(left.Digits * right.Digits, left.Places + right.Places);

    public static ExactNumber operator +(ExactNumber left, ExactNumber right)
    {
        int places = Math.Max(left.Places, right.Places);
        return new(left.Scaled(places) + right.Scaled(places), places);
    }

    public int CompareTo(ExactNumber other)
    {
        int places = Math.Max(Places, other.Places);
        return Scaled(places).CompareTo(other.Scaled(places));
    }

    /// <summary>Whether the other differs by no more than half a 10^-12: amounts are rounded there.</summary>
    public bool IsNear(ExactNumber other)
    {
        int places = Math.Max(Math.Max(Places, other.Places), 12);
        return 2 * BigInteger.Abs(Scaled(places) - other.Scaled(places)) <= BigInteger.Pow(10, places - 12);
    }

    public override string ToString()
    {
        string digits = BigInteger.Abs(Digits).ToString(CultureInfo.InvariantCulture).PadLeft(Places + 1, '0');
        return (Digits.Sign < 0 ? "-" : "") + (Places == 0 ? digits : $"{digits[..^Places]}.{digits[^Places..]}".TrimEnd('0').TrimEnd('.'));
    }

    private BigInteger Scaled(int places) => Digits * BigInteger.Pow(10, places - Places);

    [GeneratedRegex(@"^-?[0-9]+(\.[0-9]+)?(E-?[0-9]+)?\z")]
    private static partial Regex Form();
}
