using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <summary>One value in the memory of this process. What was said of it when it came is immutable; what changes is when it was validated, used and prolonged. Times are of the coarse clock.</summary>
internal sealed class LocalEntry
{
    private readonly byte _stripe;
    private volatile LocalEntry? _next;
    private long _validatedAt;
    private long _patternsCheckedTo;
    private long _expiresAt;
    private long _localExpiresAt;
    private long _nextEventAt;

    public required string KeyText { get; init; }

    public required RegionSettings Region { get; init; }

    /// <summary>The template of a typed key.</summary>
    public required CacheKeyTemplate? Template { get; init; }

    public required object? Value { get; init; }

    public required LogPosition Stamp { get; init; }

    /// <summary>Which write of the shared tier it is a copy of; 0 when it is none.</summary>
    public ulong WriteVersion { get; init; }

    /// <summary>Up to which sequence this node had applied the log when it took the value in.</summary>
    public required long FilledAt { get; init; }

    public required string[] Tags { get; init; }

    public required decimal Cost { get; init; }

    /// <summary>What is to know of its freshness beside its life; <see langword="null"/> for most.</summary>
    public LocalFreshness? Freshness { get; init; }

    /// <summary>How long it is kept after its life.</summary>
    public long StaleFor => Freshness?.StaleFor ?? 0;

    /// <summary>How long it lives without being used; 0 when use does not matter.</summary>
    public long Window => Freshness?.Window ?? 0;

    /// <summary>When this process has to ask the shared tier again.</summary>
    public required long LocalExpiresAt
    {
        get => Volatile.Read(ref _localExpiresAt);
        init => _localExpiresAt = value;
    }

    public required long Size { get; init; }

    /// <summary>When it was made without the log, until when it may be served without it; else 0.</summary>
    public required long GraceUntil { get; init; }

    public required int Stripe
    {
        get => _stripe;
        init => _stripe = (byte)value;
    }

    /// <summary>Made anew on each call: an entry that nothing concerns never needs it.</summary>
    public string Member => EntryMember.Of(Region.Name, KeyText);

    /// <summary>The mark of use that the store's hand takes away. Written without a lock: a mark lost to a race costs a little of the choice, nothing else.</summary>
    public bool Used { get; set; }

    /// <summary>Which offer to the host's memory it is held by, under the store's lock; 0 when it is not.</summary>
    public byte Offer { get; set; }

    /// <summary>The hash of region and key; set when the store takes the entry in.</summary>
    public int Hash { get; set; }

    /// <summary>The next entry of the same chain of the store's table.</summary>
    public LocalEntry? Next
    {
        get => _next;
        set => _next = value;
    }

    /// <summary>The entry that came next, under the store's lock.</summary>
    public LocalEntry? Newer { get; set; }

    /// <summary>The entry that came before, under the store's lock.</summary>
    public LocalEntry? Older { get; set; }

    public long ValidatedAt => Volatile.Read(ref _validatedAt);

    /// <summary>When its life is over: as far as is known here for one with a window, whose other users prolong it.</summary>
    public required long ExpiresAt
    {
        get => Volatile.Read(ref _expiresAt);
        init => _expiresAt = value;
    }

    /// <summary>When its life is over if nobody uses it from now on.</summary>
    public long EndsAt => Freshness is { Window: > 0 } living ? Math.Min(ExpiresAt, living.LastUsed + living.Window) : ExpiresAt;

    public long KeptUntil => EndsAt + StaleFor;

    /// <summary>Before this moment time has nothing to say about a hit, and one comparison tells so.</summary>
    public long NextEventAt => Volatile.Read(ref _nextEventAt);

    public Subject Subject => new(new EntryKey(Region, KeyText, Template), Tags, Stamp) { PatternsCheckedTo = PatternsCheckedTo };

    public long PatternsCheckedTo => Volatile.Read(ref _patternsCheckedTo);

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
        if (Freshness is { Window: > 0 } living)
        {
            living.LastUsed = now;
        }

        // With a window each hit has something to note.
        Volatile.Write(ref _nextEventAt, Window > 0 ? 0 : Math.Min(ExpiresAt, LocalExpiresAt));
    }

    /// <summary>The shared tier still holds the very write that this is a copy of.</summary>
    public void Confirm(long now, long localLife)
    {
        Volatile.Write(ref _localExpiresAt, now + localLife);
        MarkUsed(now);
    }

    public void Prolong(long expiresAt)
    {
        if (expiresAt > ExpiresAt)
        {
            Volatile.Write(ref _expiresAt, expiresAt);
        }
    }
}
