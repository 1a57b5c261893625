namespace CodeGen.Runtime.Costs;

/// <summary>What of a time falls into one hour.</summary>
/// <param name="Hour">Which: whole hours since the first tick.</param>
/// <param name="Before">How many ticks of the time are before it.</param>
/// <param name="Ticks">How many are in it.</param>
internal readonly record struct HourPart(long Hour, long Before, long Ticks);
