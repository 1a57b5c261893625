using System.Globalization;
using System.Numerics;

namespace CodeGen.Runtime.Costs;

/// <summary>Numbers of alerts as plain decimals: JSON's own numbers become binary fractions in most readers.</summary>
internal static class AlertNumbers
{
    private const int SharePlaces = 6;

    public static string Of(decimal value) => value.ToString(FocusNumbers.AllDecimals, CultureInfo.InvariantCulture);

    public static string Of(Money value)
    {
        // 39 digits of an Int128, a sign and a point.
        Span<char> digits = stackalloc char[48];
        return digits[..FocusNumbers.Format(value.Picos, digits)].ToString();
    }

    /// <summary>Rounded down like a share: what reads 1 is in all of the ways.</summary>
    public static string Probability(BudgetForecast forecast) => Of(Math.Round((decimal)forecast.Probability, SharePlaces, MidpointRounding.ToZero));

    /// <summary>Booked ÷ limit, rounded down to six decimals: a share that reads 0.8 is never less than that. Null where there is no limit.</summary>
    public static string? Share(BudgetAlert alert)
    {
        if (alert.Limit.IsZero)
        {
            return null;
        }

        BigInteger millionths = (BigInteger)alert.Committed.Picos * BigInteger.Pow(10, SharePlaces) / (BigInteger)alert.Limit.Picos;
        return FormatMillionths(millionths);
    }

    private static string FormatMillionths(BigInteger millionths)
    {
        (BigInteger whole, BigInteger rest) = BigInteger.DivRem(millionths, BigInteger.Pow(10, SharePlaces));
        string digits = ((int)rest).ToString("D6", CultureInfo.InvariantCulture).TrimEnd('0');
        return digits.Length == 0 ? whole.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{whole}.{digits}");
    }
}
