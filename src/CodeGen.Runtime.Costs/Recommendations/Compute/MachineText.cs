using System.Globalization;
using System.Numerics;

namespace CodeGen.Runtime.Costs;

/// <summary>Numbers of machines as recommendations show them.</summary>
internal static class MachineText
{
    public static string Hours(BigInteger ticks) => ((decimal)ticks / TimeSpan.TicksPerHour).ToString("N1", CultureInfo.InvariantCulture);

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Share(decimal share) => share.ToString("P1", CultureInfo.InvariantCulture);

    /// <summary>What a machine hour came to on average.</summary>
    public static string PerHour(Int128 picos, long ticks, Currency currency) =>
        ticks == 0 ? "none" : Money.FromPicos(Fraction.RoundHalfToEven((BigInteger)picos * TimeSpan.TicksPerHour, ticks), currency).ToString("0.######", CultureInfo.InvariantCulture);
}
