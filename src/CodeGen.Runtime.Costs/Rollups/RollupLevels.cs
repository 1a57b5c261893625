namespace CodeGen.Runtime.Costs;

/// <summary>What there is to say of levels, the finest first.</summary>
internal static class RollupLevels
{
    public const int Count = (int)RollupLevel.Month + 1;

    private static readonly string[] s_tables = ["minute", "hour", "day", "month"];

    public static IReadOnlyList<RollupLevel> All { get; } = [RollupLevel.Minute, RollupLevel.Hour, RollupLevel.Day, RollupLevel.Month];

    /// <summary>The name of the level's table: the only part of a statement that is put together, and never from what somebody named.</summary>
    public static string Table(this RollupLevel level) => s_tables[(int)level];
}
