namespace CodeGen.Runtime.Caching;

/// <summary>What the shared tier held: the value, or why not, and which write was there in either case.</summary>
internal readonly record struct SharedLookup<T>(bool Hit, CacheMissReason Reason, FlightResult<T> Result, ulong SeenVersion, StaleValue<T>? Stale = null)
{
    public static SharedLookup<T> Miss(CacheMissReason reason, ulong seenVersion) => new(false, reason, default, seenVersion);
}
