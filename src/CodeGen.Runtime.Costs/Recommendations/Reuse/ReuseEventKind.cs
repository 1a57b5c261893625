namespace CodeGen.Runtime.Costs;

/// <summary>What happened to a key of a cache.</summary>
public enum ReuseEventKind
{
    /// <summary>It was asked for, and the cache had its value.</summary>
    Hit,

    /// <summary>It was asked for, and no earlier value could have been served however long it had lived: there was none, or it was invalidated.</summary>
    Miss,

    /// <summary>It was asked for, and its last value was still valid and kept, but had lived too long.</summary>
    MissExpired,

    /// <summary>It was asked for, and its last value was still valid, but had to make room for others.</summary>
    MissEvicted,

    /// <summary>A value was stored: what answers the miss before it, or one that somebody set.</summary>
    Stored,
}
