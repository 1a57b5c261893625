using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>What analyses have in common of numbers and dates.</summary>
internal static class AnalysisNumbers
{
    /// <summary>How many days a month has in the mean of four years.</summary>
    public const double DaysOfMonth = 365.25 / 12;

    /// <summary>An estimate as an amount, rounded to a billionth of a unit.</summary>
    public static Money Money(double amount, Currency currency) => ProjectedWays.Money(amount, currency);

    public static double Double(Money amount) => (double)amount.ToDecimal();

    /// <summary>A day as reports write it.</summary>
    public static DateOnly Day(string? key) => DateOnly.ParseExact(key!, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>An hour as reports write it.</summary>
    public static DateTimeOffset Hour(string? key) => DateTimeOffset.Parse(key!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>A part of a whole, 0 to 1; null where there is no whole.</summary>
    public static double? Share(decimal part, decimal whole) => whole > 0 ? (double)Math.Clamp(part / whole, 0, 1) : null;
}
