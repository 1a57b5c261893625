using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <summary>What a flight came back with, and what is needed to decide for each of its callers whether they may have it.</summary>
internal readonly record struct FlightResult<T>(T Value, CacheTier Tier, LogPosition Stamp, string[] Tags);
