namespace CodeGen.Runtime.Costs;

/// <summary>
/// Bytes of a reservation: version, form, id, time, lease, estimate, attribution, and for each share with a window key, flags, start of the window, and amount and rate where they are not those of the
/// estimate. An abandoned hold has version, form, id and time.
/// </summary>
internal static class ReservePayload
{
    public const byte Version = 1;
    public const byte Held = 0;
    public const byte Abandoned = 1;

    private const byte OtherAmount = 1;
    private const byte Rated = 2;
    private const byte NoWindow = 4;
    private const int MostOfHead = 2 + sizeof(ulong) + (3 * JournalValues.MostOfNumber) + 3 + JournalValues.MostOfAmount;
    private const int MostOfShare = 1 + JournalValues.MostOfNumber + JournalValues.MostOfAmount + sizeof(decimal);
    private const long MostLease = 400L * 86_400_000;

    /// <summary>Room for an id, its version and form, and a time.</summary>
    public const int MostOfMark = 2 + sizeof(ulong) + (2 * JournalValues.MostOfNumber);

    public static int MostBytes(HoldRecord hold, bool shared = false)
    {
        int most = MostOfHead + AttributionPayload.MostBytes(hold.Attribution) + 1;
        foreach (ref HoldShare share in hold.Shares.AsSpan())
        {
            most += (shared ? SharedKey.MostBytes(share.Scope) : share.Scope.Key.Length) + MostOfShare;
        }

        return most;
    }

    /// <summary>Writes a hold.</summary>
    /// <param name="room">Where to.</param>
    /// <param name="hold">The hold.</param>
    /// <param name="shared">Whether it is in a shared store: then all its shares are written, since the store tells of them by their places.</param>
    public static int Write(Span<byte> room, HoldRecord hold, bool shared = false)
    {
        var writer = new PayloadWriter(room);
        writer.Byte(Version);
        writer.Byte(shared ? JournalForm.Shared : Held);
        writer.Id(hold.Id);
        writer.Signed(hold.ReservedAt);
        writer.VarInt((ulong)hold.Lease);
        writer.Money(hold.Estimate);
        AttributionPayload.Write(ref writer, hold.Attribution);
        writer.Byte((byte)(shared ? hold.Shares.Length : hold.CountedShares));
        foreach (ref HoldShare share in hold.Shares.AsSpan())
        {
            if (shared || share.WindowId is not null)
            {
                WriteShare(ref writer, in share, hold.Estimate.Picos, shared);
            }
        }

        return writer.Length;
    }

    public static int WriteAbandoned(Span<byte> room, BudgetHoldId id, long at)
    {
        var writer = new PayloadWriter(room);
        writer.Byte(Version);
        writer.Byte(Abandoned);
        writer.Id(id);
        writer.Signed(at);
        return writer.Length;
    }

    /// <summary>Reads what both forms have.</summary>
    public static bool TryReadHead(ref JournalReader reader, out byte form, out BudgetHoldId id, out long at)
    {
        bool isKnown = reader.Byte() == Version;
        form = reader.Byte();
        id = reader.Id();
        at = reader.Instant();
        return isKnown && form is Held or Abandoned or JournalForm.Shared && !reader.IsDamaged;
    }

    /// <summary>Makes the hold again, as one that is open.</summary>
    /// <param name="payload">The bytes.</param>
    /// <param name="scopes">Finds or makes the budget of a key.</param>
    public static HoldRecord? Read(ReadOnlySpan<byte> payload, ScopeKeys scopes) => Read(payload, Held, (ref JournalReader reader) => scopes.Read(ref reader));

    /// <summary>Makes a hold of a shared store again, as one that is open.</summary>
    public static HoldRecord? ReadShared(ReadOnlySpan<byte> payload, SharedScopes scopes) => Read(payload, JournalForm.Shared, (ref JournalReader reader) => SharedKey.Read(ref reader, scopes));

    private static HoldRecord? Read(ReadOnlySpan<byte> payload, byte expected, ReadScope readScope)
    {
        var reader = new JournalReader(payload);
        if (!TryReadHead(ref reader, out byte form, out BudgetHoldId id, out long at) || form != expected)
        {
            return null;
        }

        ulong lease = reader.Number();
        Money estimate = reader.Money();
        CostAttribution? attribution = AttributionPayload.Read(ref reader);
        var shares = new HoldShare[reader.Count(IBudgets.MaxScopes)];
        foreach (ref HoldShare share in shares.AsSpan())
        {
            ReadShare(ref reader, ref share, estimate.Picos, readScope);
        }

        return reader.IsWhole && lease <= MostLease && attribution is not null
            ? new HoldRecord(id, estimate, attribution, shares, (long)lease) { State = HoldState.Held, ReservedAt = at, OrphanedAt = at + (long)lease }
            : null;
    }

    /// <summary>Reads how a record names a budget; nothing where that makes no sense.</summary>
    private delegate BudgetScope? ReadScope(ref JournalReader reader);

    private static void WriteShare(ref PayloadWriter writer, in HoldShare share, Int128 estimate, bool shared)
    {
        bool isOther = share.Amount != estimate;
        if (shared)
        {
            SharedKey.Write(ref writer, share.Scope);
        }
        else
        {
            writer.Bytes(share.Scope.Key);
        }

        writer.Byte((byte)((isOther ? OtherAmount : 0) | (share.Rate != 0 ? Rated : 0) | (share.WindowId is null ? NoWindow : 0)));
        writer.Signed(share.WindowStart);
        if (isOther)
        {
            writer.Signed(share.Amount);
        }

        if (share.Rate != 0)
        {
            writer.Rate(share.Rate);
        }
    }

    private static void ReadShare(ref JournalReader reader, ref HoldShare share, Int128 estimate, ReadScope readScope)
    {
        BudgetScope? scope = readScope(ref reader);
        byte flags = reader.Byte();
        share.WindowStart = reader.Instant();
        share.Amount = (flags & OtherAmount) != 0 ? reader.Amount() : estimate;
        share.Rate = (flags & Rated) != 0 ? reader.Rate() : 0;
        if (scope is null || reader.IsDamaged || Int128.IsNegative(share.Amount) || (flags & ~(OtherAmount | Rated | NoWindow)) != 0)
        {
            reader.Damage();
            return;
        }

        share.Scope = scope;
        share.WindowId = (flags & NoWindow) != 0 ? null : scope.WindowNameOf(share.WindowStart);
    }
}
