namespace CodeGen.Runtime.Contracts;

/// <summary>What a case wants of a node beside what every node has.</summary>
internal sealed record NodeSettings
{
    /// <summary>How long entries live.</summary>
    public TimeSpan TimeToLive { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long values are kept after their life, to be served when making them again takes too long.</summary>
    public TimeSpan StaleFor { get; init; }

    /// <summary>After which part of its life a value that is used is made again in the background.</summary>
    public double? EagerRefresh { get; init; }

    /// <summary>How long a caller waits for a factory while there is a value from before.</summary>
    public TimeSpan? SoftTimeout { get; init; }

    /// <summary>How long a caller waits for a factory at most.</summary>
    public TimeSpan? HardTimeout { get; init; }

    /// <summary>Whether one node at a time makes a value.</summary>
    public bool AcrossNodes { get; init; }

    /// <summary>The node's clock.</summary>
    public TimeProvider? Clock { get; init; }
}
