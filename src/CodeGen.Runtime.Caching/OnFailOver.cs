namespace CodeGen.Runtime.Caching;

/// <summary>What becomes of the cached values when the server that holds the log is restarted or replaced by a replica, and so may lack the newest invalidations.</summary>
public enum OnFailOver
{
    /// <summary>All values from before are forgotten: nothing invalidated can come back, whatever was lost.</summary>
    Forget = 0,

    /// <summary>
    /// Every live node appends again what it had applied and the new server lacks, and the values stay usable once all have done so (a node that does not answer is waited for
    /// 10 seconds). Lost for good is only an invalidation that no live node had applied.
    /// </summary>
    Recover,
}
