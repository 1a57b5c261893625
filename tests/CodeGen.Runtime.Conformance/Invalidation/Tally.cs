namespace CodeGen.Runtime.Conformance.Invalidation;

/// <summary>What a node counts, in memory that outlives it.</summary>
internal enum Tally
{
    GetOrCreate, TryGet, Set, Remove, Prefix, Dimension, Tag, Pattern, Region, Several, Clear,
    Acknowledged, Thrown,
    ReadsChecked, LocalHits, SharedHits, OwnFactory, ServedByCreate, Misses, Unavailable, CallFailed,
    FactoryCalls, NotJudged, StaleWithin, StaleWithinMax, StaleServe, StaleServeMax, AfterThaw, AfterThawMax, Beyond, WrongKey, Unexpected,
    Starts,
    FactoryFailed, CallerTimedOut, NotModified,

    /// <summary>Not a count: when the node was let go on after a freeze.</summary>
    ThawedAt,
}
