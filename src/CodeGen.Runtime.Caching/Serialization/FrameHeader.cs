using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <summary>What a frame says about its value. Absolute times are missing on purpose: no node's clock is another's.</summary>
internal readonly struct FrameHeader
{
    /// <summary>The most tags a frame can carry.</summary>
    public const int MaxTags = 64;

    /// <summary>The longest a tag can be, in UTF-16 code units.</summary>
    public const int MaxTagLength = 256;

    /// <summary>Which write this is: decides which of two writes wins, not whether the value is valid.</summary>
    public ulong WriteVersion { get; init; }

    /// <summary>What had been applied before the value began to be made: decides whether the value is valid.</summary>
    public LogPosition Stamp { get; init; }

    /// <summary>See <see cref="FrameFlags"/>.</summary>
    public FrameFlags Flags { get; init; }

    /// <summary>The version of the region that wrote the value; another version is a miss.</summary>
    public int RegionVersion { get; init; }

    /// <summary>The life the value was given when it was written. More than zero; kept in whole milliseconds, rounded down but to no less than 1 ms.</summary>
    public TimeSpan TimeToLive { get; init; }

    /// <summary>What the value cost to make, in the host's currency; 0 when unknown, never negative.</summary>
    public decimal Cost { get; init; }

    /// <summary>The value's tags: at most <see cref="MaxTags"/>, each at most <see cref="MaxTagLength"/> long. Never null when read.</summary>
    public string[] Tags { get => field ?? []; init; }

    /// <summary>How much longer than its life the value is kept, to be served when it cannot be made again. Not negative; whole milliseconds.</summary>
    public TimeSpan StaleFor { get; init; }

    /// <summary>How long the value lives without being used; zero when use does not matter. Whole milliseconds.</summary>
    public TimeSpan Window { get; init; }

    /// <summary>When the life of a value with a <see cref="Window"/> is over at the latest, in milliseconds on the clock of the server that holds it: every node can ask that clock.</summary>
    public long ServerEndsAt { get; init; }

    /// <summary>The validator that the factory gave, at most <see cref="CacheEntryContext.MaxETagLength"/> long; or <see langword="null"/>.</summary>
    public string? ETag { get; init; }

    /// <summary>Whether the frame needs an extension.</summary>
    public bool IsExtended => ServerEndsAt > 0 || StaleFor > TimeSpan.Zero || Window > TimeSpan.Zero || ETag is not null;

    /// <summary>The id of the codec of the payload, <see cref="PayloadCodecs.StoredId"/> when it is stored as is. Filled in when read, ignored when written.</summary>
    public byte Codec { get; init; }

    /// <summary>The length of the payload before compression, in bytes. Filled in when read, ignored when written.</summary>
    public int RawLength { get; init; }
}
