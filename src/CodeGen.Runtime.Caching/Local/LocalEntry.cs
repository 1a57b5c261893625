using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <summary>One value in the memory of this process. What was said of it when it came is immutable; what changes is when it was validated, used and prolonged. Times are of the coarse clock.</summary>
internal sealed class LocalEntry
{
    private readonly byte _stripe;
    private readonly object? _cost;
    private volatile LocalEntry? _next;
    private long _validatedAt;
    private long _checkedTo;
    private long _expiresAt;
    private long _localExpiresAt;
    private long _nextEventAt;

    public required string KeyText { get; init; }

    public required RegionSettings Region { get; init; }

    public required object? Value { get; init; }

    public required LogPosition Stamp { get; init; }

    /// <summary>Which write of the shared tier it is a copy of; 0 when it is none.</summary>
    public ulong WriteVersion { get; init; }

    public required string[] Tags { get; init; }

    /// <summary>Boxed, as most have none.</summary>
    public required decimal Cost
    {
        get => _cost is decimal cost ? cost : 0;
        init => _cost = value == 0 ? null : value;
    }

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
    public long GraceUntil => Freshness?.GraceUntil ?? 0;

    public required int Stripe
    {
        get => _stripe;
        init => _stripe = (byte)value;
    }

    /// <summary>Made anew on each call: an entry that nothing concerns never needs it.</summary>
    public string Member => EntryMember.Of(Region.Name, KeyText);

    /// <summary>The mark of use that the store's hand takes away. Written without a lock: a mark lost to a race costs a little of the choice, nothing else.</summary>
    public bool Used { get; set; }

    /// <summary>Whether somebody hears of each hit.</summary>
    public bool IsSampled { get; init; }

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

    public Subject Subject => new(new EntryKey(Region, KeyText), Tags, Stamp) { PatternsCheckedTo = CheckedTo };

    /// <summary>
    /// Up to which sequence this node had applied the log when it took the value in or last found it valid. What came before did not concern it: patterns need not be matched again, and a local floor that
    /// is not later does not stand against it.
    /// </summary>
    public required long CheckedTo
    {
        get => Volatile.Read(ref _checkedTo);
        init => _checkedTo = value;
    }

    /// <summary>Remembers that the scopes were walked: the generation and the position are those read before the walk, and before the floors.</summary>
    public void MarkValidated(long generation, long checkedTo)
    {
        if (checkedTo > Volatile.Read(ref _checkedTo))
        {
            Volatile.Write(ref _checkedTo, checkedTo);
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
