using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <summary>One value in the memory of this process. What was said of it when it came is immutable; what changes is when it was validated, used and prolonged. Times are of the coarse clock.</summary>
internal sealed class LocalEntry
{
    private long _validatedAt;
    private long _patternsCheckedTo;
    private long _expiresAt;
    private long _lastUsed;
    private long _touchAt = long.MaxValue;
    private long _refreshAt = long.MaxValue;
    private long _servedStaleUntil;
    private long _nextEventAt;

    public required string Member { get; init; }

    public required string KeyText { get; init; }

    public required RegionSettings Region { get; init; }

    public required object? Value { get; init; }

    public required LogPosition Stamp { get; init; }

    /// <summary>Which write of the shared tier it is a copy of; 0 when it is none.</summary>
    public ulong WriteVersion { get; init; }

    /// <summary>Up to which sequence this node had applied the log when it took the value in.</summary>
    public required long FilledAt { get; init; }

    public required string[] Scopes { get; init; }

    public required string[] Tags { get; init; }

    public required decimal Cost { get; init; }

    /// <summary>The validator that the factory gave with the value.</summary>
    public string? ETag { get; init; }

    /// <summary>When this process has to ask the shared tier again.</summary>
    public required long LocalExpiresAt { get; init; }

    /// <summary>How long it is kept after its life.</summary>
    public long StaleFor { get; init; }

    /// <summary>How long it lives without being used; 0 when use does not matter.</summary>
    public long Window { get; init; }

    /// <summary>When the absolute life of an entry with a window is over, in milliseconds on the clock of the server that holds its copy.</summary>
    public long ServerEndsAt { get; init; }

    public required long Size { get; init; }

    /// <summary>When it was made without the log, until when it may be served without it; else 0.</summary>
    public required long GraceUntil { get; init; }

    public required int Stripe { get; init; }

    public long ValidatedAt => Volatile.Read(ref _validatedAt);

    /// <summary>When its life is over: as far as is known here for one with a window, whose other users prolong it.</summary>
    public required long ExpiresAt
    {
        get => Volatile.Read(ref _expiresAt);
        init => _expiresAt = value;
    }

    /// <summary>When its life is over if nobody uses it from now on.</summary>
    public long EndsAt => Window == 0 ? ExpiresAt : Math.Min(ExpiresAt, Volatile.Read(ref _lastUsed) + Window);

    public long KeptUntil => EndsAt + StaleFor;

    /// <summary>From when on a hit makes it again in the background.</summary>
    public long RefreshAt
    {
        get => Volatile.Read(ref _refreshAt);
        init => _refreshAt = value;
    }

    /// <summary>From when on a hit prolongs the copy in the shared tier.</summary>
    public long TouchAt
    {
        get => Volatile.Read(ref _touchAt);
        init => _touchAt = value;
    }

    /// <summary>Until when it is served although its life is over, because making it again has just failed.</summary>
    public long ServedStaleUntil => Volatile.Read(ref _servedStaleUntil);

    /// <summary>Before this moment time has nothing to say about a hit, and one comparison tells so.</summary>
    public long NextEventAt => Volatile.Read(ref _nextEventAt);

    public Subject Subject => new()
    {
        Member = Member,
        KeyText = KeyText,
        Scopes = Scopes,
        Tags = Tags,
        Stamp = Stamp,
        PatternsCheckedTo = Volatile.Read(ref _patternsCheckedTo),
    };

    /// <summary>Remembers that the scopes were walked: the generation and the position are those read before the walk.</summary>
    public void MarkValidated(long generation, long patternsCheckedTo)
    {
        if (patternsCheckedTo > Volatile.Read(ref _patternsCheckedTo))
        {
            Volatile.Write(ref _patternsCheckedTo, patternsCheckedTo);
        }

        Volatile.Write(ref _validatedAt, generation);
    }

    /// <summary>It was used, or taken in.</summary>
    public void MarkUsed(long now)
    {
        Volatile.Write(ref _lastUsed, now);

        // With a window each hit has something to note.
        Volatile.Write(ref _nextEventAt, Window > 0 ? 0 : Math.Min(ExpiresAt, LocalExpiresAt));
    }

    public void ServeStaleUntil(long until) => Volatile.Write(ref _servedStaleUntil, until);

    public void Prolong(long expiresAt)
    {
        if (expiresAt > ExpiresAt)
        {
            Volatile.Write(ref _expiresAt, expiresAt);
        }
    }

    /// <summary>Takes the turn to prolong the shared copy; one caller at a time has it.</summary>
    public bool TryClaimTouch(long now) => TryClaim(ref _touchAt, now);

    public void TouchAgainAt(long at) => Volatile.Write(ref _touchAt, at);

    /// <summary>Takes the turn to make the value again before its life is over; one caller at a time has it.</summary>
    public bool TryClaimRefresh(long now) => TryClaim(ref _refreshAt, now);

    public void RefreshAgainAt(long at) => Volatile.Write(ref _refreshAt, at);

    private static bool TryClaim(ref long at, long now)
    {
        long due = Volatile.Read(ref at);
        return due <= now && Interlocked.CompareExchange(ref at, long.MaxValue, due) == due;
    }
}
