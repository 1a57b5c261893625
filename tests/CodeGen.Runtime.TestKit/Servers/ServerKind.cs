namespace CodeGen.Runtime.TestKit;

/// <summary>The servers on which a suite runs.</summary>
public enum ServerKind
{
    /// <summary>The embedded server: there on every machine.</summary>
    Embedded,

    /// <summary>One real redis-server.</summary>
    Redis,

    /// <summary>A cluster of three real redis-servers.</summary>
    Cluster,
}
