namespace CodeGen.Runtime.Costs;

/// <summary>Which times to live and sizes are tried.</summary>
internal static class ReuseFactors
{
    private static readonly int[] s_times = [2, 4, 8, 24, 168];

    /// <summary>No cache of the library gives an entry a longer life.</summary>
    public static TimeSpan LongestLife { get; } = TimeSpan.FromDays(30);

    /// <summary>Of the bounds on entries and bytes. The first is what is configured: how well the model tells what is known.</summary>
    public static IReadOnlyList<decimal> Sizes { get; } = [1, 1.5m, 2, 4, 8];

    /// <summary>The longer times to live that are tried for one: an hour a day, a day a week.</summary>
    public static TimeSpan[] Times(TimeSpan timeToLive) =>
        [.. s_times.Select(factor => timeToLive < LongestLife / factor ? timeToLive * factor : LongestLife).Where(time => time > timeToLive).Distinct()];
}
