namespace CodeGen.Runtime.Costs;

/// <summary>What would have been with another time to live or size, as estimated from the sampled keys. Immutable; thread-safe.</summary>
/// <param name="Factor">How many times what is configured.</param>
/// <param name="TimeToLive">The time to live, where it is that which differs.</param>
/// <param name="MaxEntries">The entries in memory, where it is the size that differs.</param>
/// <param name="MaxBytes">The bytes in memory, where it is the size that differs.</param>
/// <param name="HitRatio">Hits by accesses, 0 to 1.</param>
/// <param name="Saved">What making values cost that would have been there, in the host's currency.</param>
public sealed record ReusePoint(decimal Factor, TimeSpan? TimeToLive, long? MaxEntries, long? MaxBytes, double HitRatio, decimal Saved);
