namespace CodeGen.Runtime.Costs;

/// <summary>What there is to say of levels, the finest first.</summary>
internal static class RollupLevels
{
    public const int Count = (int)RollupLevel.Month + 1;

    public static IReadOnlyList<RollupLevel> All { get; } = [RollupLevel.Minute, RollupLevel.Hour, RollupLevel.Day, RollupLevel.Month];
}
