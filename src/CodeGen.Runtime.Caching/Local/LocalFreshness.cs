namespace CodeGen.Runtime.Caching;

/// <summary>What an entry knows of its freshness beside its life: only entries that use any of it have one. Times are of the coarse clock, in milliseconds.</summary>
internal sealed class LocalFreshness
{
    private long _lastUsed;
    private long _touchAt = long.MaxValue;
    private long _refreshAt = long.MaxValue;
    private long _servedStaleUntil;

    /// <summary>The validator that the factory gave with the value.</summary>
    public string? ETag { get; init; }

    /// <summary>How long it is kept after its life.</summary>
    public long StaleFor { get; init; }

    /// <summary>How long it lives without being used; 0 when use does not matter.</summary>
    public long Window { get; init; }

    /// <summary>When the absolute life of an entry with a window is over, in milliseconds on the clock of the server that holds its copy.</summary>
    public long ServerEndsAt { get; init; }

    /// <summary>For how long at a time this process may serve it without asking the shared tier, where that is not what the region says; else 0.</summary>
    public long LocalLife { get; init; }

    /// <summary>When it was made without the log, until when it may be served without it; else 0.</summary>
    public long GraceUntil { get; init; }

    public long LastUsed
    {
        get => Volatile.Read(ref _lastUsed);
        set => Volatile.Write(ref _lastUsed, value);
    }

    /// <summary>From when on a hit makes it again in the background.</summary>
    public long RefreshAt
    {
        get => Volatile.Read(ref _refreshAt);
        set => Volatile.Write(ref _refreshAt, value);
    }

    /// <summary>From when on a hit prolongs the copy in the shared tier.</summary>
    public long TouchAt
    {
        get => Volatile.Read(ref _touchAt);
        set => Volatile.Write(ref _touchAt, value);
    }

    /// <summary>Until when it is served although its life is over, because making it again has just failed.</summary>
    public long ServedStaleUntil
    {
        get => Volatile.Read(ref _servedStaleUntil);
        set => Volatile.Write(ref _servedStaleUntil, value);
    }

    /// <summary>Takes the turn to prolong the shared copy; one caller at a time has it.</summary>
    public bool TryClaimTouch(long now) => TryClaim(ref _touchAt, now);

    /// <summary>Takes the turn to make the value again before its life is over; one caller at a time has it.</summary>
    public bool TryClaimRefresh(long now) => TryClaim(ref _refreshAt, now);

    private static bool TryClaim(ref long at, long now)
    {
        long due = Volatile.Read(ref at);
        return due <= now && Interlocked.CompareExchange(ref at, long.MaxValue, due) == due;
    }
}
