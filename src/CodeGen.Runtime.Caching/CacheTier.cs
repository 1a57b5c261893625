namespace CodeGen.Runtime.Caching;

/// <summary>Where a value came from.</summary>
public enum CacheTier
{
    /// <summary>No tier held it.</summary>
    None = 0,

    /// <summary>The memory of this process.</summary>
    Local = 1,

    /// <summary>The shared tier, Redis.</summary>
    Shared = 2,
}
