namespace CodeGen.Runtime.Caching;

/// <summary>What local memory is told about a value beside what it belongs to.</summary>
internal readonly record struct NewEntry<T>
{
    public const long NotAsked = -1;

    public required T Value { get; init; }

    /// <summary>What is left of its life; zero or less when it is taken in only to be kept.</summary>
    public required TimeSpan Remaining { get; init; }

    /// <summary>The life it was given when it was made.</summary>
    public required EntryLife Life { get; init; }

    public required TimeSpan LocalLife { get; init; }

    public required decimal Cost { get; init; }

    public required long Size { get; init; }

    /// <summary>Up to which sequence this node had applied the log.</summary>
    public required long FilledAt { get; init; }

    /// <summary>Whether the log was in reach.</summary>
    public required bool Certain { get; init; }

    /// <summary>How many invalidations without a sequence there were when the value was read or began.</summary>
    public required long Mark { get; init; }

    /// <summary>
    /// The floor of this node's memory of single keys before the value was judged. Below a floor that has risen since nobody knows what became of its key, and where the log was not asked at all,
    /// which is <see cref="NotAsked"/>, below any.
    /// </summary>
    public required long KeyFloor { get; init; }

    public ulong WriteVersion { get; init; }

    public long ServerEndsAt { get; init; }

    public string? ETag { get; init; }
}
