using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>Which point of a curve is proposed, and how points are told.</summary>
internal static class ReuseChoice
{
    /// <summary>The longest life and the largest size save most, always; what comes with the last tenth is seldom worth it.</summary>
    private const decimal Enough = 0.9m;

    /// <summary>The first that saves nine tenths of what the best does.</summary>
    public static int Of(decimal[] saved)
    {
        decimal best = saved.Max();
        return best <= 0 ? Array.IndexOf(saved, best) : Array.FindIndex(saved, one => one >= best * Enough);
    }

    public static Money Money(decimal amount, Currency currency) => Costs.Money.Of(amount, currency);

    public static RecommendationFact Sample(ReuseProfile profile) => new(
        "sample", string.Create(CultureInfo.InvariantCulture, $"{profile.Share:P2} of all keys, at most {profile.MaxKeys:N0}: {profile.TrackedKeys:N0} now"));

    public static RecommendationFact Fact(string name, ReusePoint point, decimal saved, Currency currency) => new(
        name, string.Create(CultureInfo.InvariantCulture, $"{point.HitRatio:P1} hits, saves {Money(Math.Round(saved, 6), currency)}"));

    public static string Words(TimeSpan time) =>
        time.Ticks % TimeSpan.TicksPerDay == 0 ? Counted(time.Days, "day")
        : time.Ticks % TimeSpan.TicksPerHour == 0 ? Counted((long)time.TotalHours, "hour")
        : time.Ticks % TimeSpan.TicksPerMinute == 0 ? Counted((long)time.TotalMinutes, "minute")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} seconds");

    private static string Counted(long count, string unit) => string.Create(CultureInfo.InvariantCulture, $"{count} {unit}{(count == 1 ? string.Empty : "s")}");
}
