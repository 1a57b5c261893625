namespace CodeGen.Host.Generation;

/// <summary>The values of the <c>X-Cache</c> header.</summary>
internal static class CacheOutcome
{
    /// <summary>It was in this process.</summary>
    public const string LocalHit = "hit-l1";

    /// <summary>It was in Redis.</summary>
    public const string SharedHit = "hit-l2";

    /// <summary>This request made it.</summary>
    public const string Miss = "miss";

    /// <summary>Another request was making it, and this one waited.</summary>
    public const string Joined = "joined";
}
