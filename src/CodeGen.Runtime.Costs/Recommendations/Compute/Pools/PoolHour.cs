namespace CodeGen.Runtime.Costs;

/// <summary>The machines of a pool of which somebody said how long they worked, in one hour. Those of which nobody did stay as they are. Immutable.</summary>
/// <param name="Hour">Which.</param>
/// <param name="Span">How many ticks of it are within the time of the replay.</param>
/// <param name="Paid">How many ticks of machines were paid for.</param>
/// <param name="Busy">How many they worked.</param>
/// <param name="Cost">What they came to, in picos.</param>
/// <param name="Hottest">Which part of it the hottest machine worked.</param>
/// <param name="IsUneven">Whether a machine worked as much as it may or more while all together worked less.</param>
internal sealed record PoolHour(long Hour, long Span, long Paid, long Busy, Int128 Cost, decimal Hottest, bool IsUneven);
