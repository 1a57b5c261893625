using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>Decimals of price files: digits, and a point with digits behind it. No sign, no exponent, no thousands.</summary>
internal static class PriceDecimal
{
    /// <summary>A decimal holds any 28 digits exactly, and rounds more.</summary>
    private const int MaxDigits = 28;

    public static bool TryParse(string text, out decimal value)
    {
        value = 0;
        int point = text.IndexOf('.', StringComparison.Ordinal);
        return text.Length is > 0 and <= MaxDigits + 1
            && text.Length - (point < 0 ? 0 : 1) <= MaxDigits
            && point != 0
            && point != text.Length - 1
            && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
    }
}
