namespace CodeGen.Runtime.Costs;

/// <summary>The tables of levels: their names are the only part of a statement that is put together, and never from what somebody named. An immutable value.</summary>
/// <param name="Level">How fine.</param>
/// <param name="Detail">Of whom.</param>
internal readonly record struct RollupTable(RollupLevel Level, RollupDetail Detail)
{
    private static readonly string[] s_levels = ["minute", "hour", "day", "month"];

    /// <summary>The finest first.</summary>
    public static IReadOnlyList<RollupTable> All { get; } =
    [
        .. RollupLevels.All.Select(static level => new RollupTable(level, RollupDetail.Full)),
        new(RollupLevel.Day, RollupDetail.Brief),
        new(RollupLevel.Month, RollupDetail.Brief),
    ];

    public string Name => Detail == RollupDetail.Brief ? "brief_" + s_levels[(int)Level] : s_levels[(int)Level];

    /// <summary>The table that gives its series their numbers.</summary>
    public static string SeriesOf(RollupDetail detail) => detail == RollupDetail.Brief ? "brief_series" : "series";
}
