namespace CodeGen.Runtime.Costs;

/// <summary>The settings of one log.</summary>
internal sealed class LedgerLogOptions
{
    public const int DefaultSegmentBytes = 64 << 20;

    public const int DefaultMaxRememberedIds = 4_000_000;

    private const int MinSegmentBytes = 4_096;

    public const int MaxSegmentBytes = 1 << 30;

    public static readonly TimeSpan DefaultMaxGroupWait = TimeSpan.FromMilliseconds(2);

    public static readonly TimeSpan DefaultRemembrance = TimeSpan.FromDays(31);

    /// <summary>Where the files lie. One process writes there.</summary>
    public required string Directory { get; init; }

    /// <summary>How large each file is from its beginning.</summary>
    /// <value>The default is 64 MiB; 4 KiB to 1 GiB, a multiple of 4 KiB. The longest payload is 1 MiB, and less where a segment is smaller.</value>
    public int SegmentBytes { get; init; } = DefaultSegmentBytes;

    /// <summary>Which node writes; kept in each segment.</summary>
    /// <value>The default is the node of the newest segment there, and a new one in an empty directory.</value>
    public Guid? Node { get; init; }

    /// <summary>How long a flush waits for as many callers as the last one had.</summary>
    /// <value>The default is 2 ms; 0 to 1 s.</value>
    public TimeSpan MaxGroupWait { get; init; } = DefaultMaxGroupWait;

    /// <summary>Whether each caller who asks for power-durability gets a flush of its own, on its own thread.</summary>
    /// <value>The default is false.</value>
    public bool Strict { get; init; }

    /// <summary>How far the time in an id may lie back for a repetition to be seen.</summary>
    /// <value>The default is 31 days; 1 hour to 400 days.</value>
    public TimeSpan Remembrance { get; init; } = DefaultRemembrance;

    /// <summary>How many ids are remembered at most; above it the oldest hours are forgotten early. About 60 to 120 bytes each.</summary>
    /// <value>The default is 4,000,000; 1 or more. One hour's ids are never parted.</value>
    public int MaxRememberedIds { get; init; } = DefaultMaxRememberedIds;

    /// <summary>The longest payload that a segment of this size takes.</summary>
    public int MaxPayloadBytes => Math.Min(RecordHeader.MaxPayloadBytes, SegmentBytes - (2 * SegmentHeader.Bytes) - RecordHeader.Bytes);

    public void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Directory);
        Range(SegmentBytes, MinSegmentBytes, MaxSegmentBytes, nameof(SegmentBytes));
        if (SegmentBytes % MinSegmentBytes != 0)
        {
            throw new ArgumentException($"{nameof(SegmentBytes)} is {SegmentBytes}; it must be a multiple of {MinSegmentBytes}, for instance {DefaultSegmentBytes}.");
        }

        Range(MaxGroupWait, TimeSpan.Zero, TimeSpan.FromSeconds(1), nameof(MaxGroupWait));
        Range(Remembrance, TimeSpan.FromHours(1), TimeSpan.FromDays(400), nameof(Remembrance));
        Range(MaxRememberedIds, 1, int.MaxValue, nameof(MaxRememberedIds));
    }

    private static void Range<T>(T value, T min, T max, string name)
        where T : IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
        {
            throw new ArgumentException($"{name} of the ledger is {value}; it must be between {min} and {max}.");
        }
    }
}
