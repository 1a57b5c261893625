namespace CodeGen.Runtime.Caching;

/// <summary>What becomes of an invalidation that is issued while the log cannot be reached. In either case it takes effect on this node at once.</summary>
public enum OnDisconnectedInvalidation
{
    /// <summary>The call throws, so that the caller knows that other nodes were not told.</summary>
    Throw = 0,

    /// <summary>It waits in memory and is appended before this node trusts its own memory again. It is lost if the process ends first.</summary>
    Queue,
}
