using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <summary>One value in the memory of this process. All but the validation mark is immutable.</summary>
internal sealed class LocalEntry
{
    private long _validatedAt;
    private long _patternsCheckedTo;

    public required string Member { get; init; }

    public required string KeyText { get; init; }

    public required RegionSettings Region { get; init; }

    public required object? Value { get; init; }

    public required LogPosition Stamp { get; init; }

    /// <summary>Up to which sequence this node had applied the log when it took the value in.</summary>
    public required long FilledAt { get; init; }

    public required string[] Scopes { get; init; }

    public required string[] Tags { get; init; }

    public required decimal Cost { get; init; }

    /// <summary>When its life is over, on the coarse clock.</summary>
    public required long ExpiresAt { get; init; }

    /// <summary>When this process has to ask the shared tier again.</summary>
    public required long LocalExpiresAt { get; init; }

    public required long Size { get; init; }

    /// <summary>When it was made without the log, until when it may be served without it; else 0.</summary>
    public required long GraceUntil { get; init; }

    public required int Stripe { get; init; }

    public long ValidatedAt => Volatile.Read(ref _validatedAt);

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
}
