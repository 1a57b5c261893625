using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <summary>One value in the memory of this process. All but the validation mark and what the store notes on it is immutable.</summary>
internal sealed class LocalEntry
{
    private readonly byte _stripe;
    private volatile LocalEntry? _next;
    private long _validatedAt;
    private long _patternsCheckedTo;

    public required string KeyText { get; init; }

    public required RegionSettings Region { get; init; }

    /// <summary>The template of a typed key.</summary>
    public required CacheKeyTemplate? Template { get; init; }

    public required object? Value { get; init; }

    public required LogPosition Stamp { get; init; }

    /// <summary>Up to which sequence this node had applied the log when it took the value in.</summary>
    public required long FilledAt { get; init; }

    public required string[] Tags { get; init; }

    public required decimal Cost { get; init; }

    /// <summary>When its life is over, on the coarse clock.</summary>
    public required long ExpiresAt { get; init; }

    /// <summary>When this process has to ask the shared tier again.</summary>
    public required long LocalExpiresAt { get; init; }

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

    /// <summary>Made anew on each call; see <see cref="EntryKey.Scopes"/>.</summary>
    public string[] Scopes => new EntryKey(Region, KeyText, Template).Scopes();

    /// <summary>The mark of use that the store's hand takes away. Written without a lock: a mark lost to a race costs a little of the choice, nothing else.</summary>
    public bool Used { get; set; }

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

    /// <summary>As what it is judged by everything; see <see cref="ValidityTable.JudgeScopes(LocalEntry)"/> for the way that allocates nothing.</summary>
    public Subject Subject => new()
    {
        Member = Member,
        KeyText = KeyText,
        Scopes = Scopes,
        Tags = Tags,
        Stamp = Stamp,
        PatternsCheckedTo = PatternsCheckedTo,
    };

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
}
