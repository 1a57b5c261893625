namespace CodeGen.Runtime.Caching;

/// <summary>How far the promise "one factory call for one key at a time" reaches. Within a process it always holds.</summary>
public enum SingleFlight
{
    /// <summary>Across nodes where it pays: when the expected cost of the value is known and at least <see cref="RegionOptions.AcrossNodesFromCost"/>.</summary>
    Auto = 0,

    /// <summary>Within this process only.</summary>
    InProcess,

    /// <summary>Across all nodes that share the Redis.</summary>
    AcrossNodes,
}
