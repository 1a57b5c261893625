namespace CodeGen.Runtime.IntegrationTests;

/// <summary>Every way in which an entry can be made invalid.</summary>
public enum InvalidationKind
{
    /// <summary>The key is removed.</summary>
    Remove,

    /// <summary>Another value is set.</summary>
    Set,

    /// <summary>A prefix of the key.</summary>
    Prefix,

    /// <summary>A single placeholder of the key.</summary>
    Dimension,

    /// <summary>A tag of the entry.</summary>
    Tag,

    /// <summary>A glob that no other scope expresses.</summary>
    Pattern,

    /// <summary>The region.</summary>
    Region,

    /// <summary>The whole cache.</summary>
    Clear,
}
