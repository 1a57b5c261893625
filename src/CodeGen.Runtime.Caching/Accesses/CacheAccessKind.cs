namespace CodeGen.Runtime.Caching;

/// <summary>What happened to a key.</summary>
internal enum CacheAccessKind
{
    /// <summary>A tier had its value.</summary>
    Hit,

    /// <summary>There was no earlier value that could have been served however long it had lived, or none that is known.</summary>
    Miss,

    /// <summary>The last value is valid and held, or would be in the shared tier, but has lived too long.</summary>
    MissExpired,

    /// <summary>The last value is valid, but has left this process's memory, which is its only tier.</summary>
    MissEvicted,

    /// <summary>A value was stored.</summary>
    Stored,
}
