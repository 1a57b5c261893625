namespace CodeGen.Runtime.Caching;

/// <summary>What local memory is told about a value beside what it belongs to.</summary>
internal readonly record struct NewEntry<T>
{
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

    /// <summary>Whether nobody has asked the log about its key: it is taken in only where this node's own memory of keys reaches back to its stamp.</summary>
    public bool Unasked { get; init; }

    public ulong WriteVersion { get; init; }

    public long ServerEndsAt { get; init; }

    public string? ETag { get; init; }
}
