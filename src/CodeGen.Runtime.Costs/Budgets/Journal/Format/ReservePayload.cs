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
    private const int MostOfHead = 2 + sizeof(ulong) + (3 * JournalValues.MostOfNumber) + 3 + JournalValues.MostOfAmount;
    private const int MostOfShare = 1 + JournalValues.MostOfNumber + JournalValues.MostOfAmount + sizeof(decimal);
    private const long MostLease = 400L * 86_400_000;

    /// <summary>Room for an id, its version and form, and a time.</summary>
    public const int MostOfMark = 2 + sizeof(ulong) + (2 * JournalValues.MostOfNumber);

    public static int MostBytes(HoldRecord hold)
    {
        int most = MostOfHead + AttributionPayload.MostBytes(hold.Attribution) + 1;
        foreach (ref HoldShare share in hold.Shares.AsSpan())
        {
            most += share.Scope.Key.Length + MostOfShare;
        }

        return most;
    }

    public static int Write(Span<byte> room, HoldRecord hold)
    {
        var writer = new PayloadWriter(room);
        writer.Byte(Version);
        writer.Byte(Held);
        writer.Id(hold.Id);
        writer.Signed(hold.ReservedAt);
        writer.VarInt((ulong)hold.Lease);
        writer.Money(hold.Estimate);
        AttributionPayload.Write(ref writer, hold.Attribution);
        writer.Byte((byte)hold.CountedShares);
        foreach (ref HoldShare share in hold.Shares.AsSpan())
        {
            if (share.WindowId is not null)
            {
                WriteShare(ref writer, in share, hold.Estimate.Picos);
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
        return isKnown && form is Held or Abandoned && !reader.IsDamaged;
    }

    /// <summary>Makes the hold again, as one that is open.</summary>
    /// <param name="payload">The bytes.</param>
    /// <param name="scopes">Finds or makes the budget of a key.</param>
    public static HoldRecord? Read(ReadOnlySpan<byte> payload, ScopeKeys scopes)
    {
        var reader = new JournalReader(payload);
        if (!TryReadHead(ref reader, out byte form, out BudgetHoldId id, out long at) || form != Held)
        {
            return null;
        }

        ulong lease = reader.Number();
        Money estimate = reader.Money();
        CostAttribution? attribution = AttributionPayload.Read(ref reader);
        var shares = new HoldShare[reader.Count(IBudgets.MaxScopes)];
        foreach (ref HoldShare share in shares.AsSpan())
        {
            ReadShare(ref reader, ref share, estimate.Picos, scopes);
        }

        return reader.IsWhole && lease <= MostLease && attribution is not null
            ? new HoldRecord(id, estimate, attribution, shares, (long)lease) { State = HoldState.Held, ReservedAt = at, OrphanedAt = at + (long)lease }
            : null;
    }

    private static void WriteShare(ref PayloadWriter writer, in HoldShare share, Int128 estimate)
    {
        bool isOther = share.Amount != estimate;
        writer.Bytes(share.Scope.Key);
        writer.Byte((byte)((isOther ? OtherAmount : 0) | (share.Rate != 0 ? Rated : 0)));
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

    private static void ReadShare(ref JournalReader reader, ref HoldShare share, Int128 estimate, ScopeKeys scopes)
    {
        ReadOnlySpan<byte> key = BudgetKey.Read(ref reader);
        byte flags = reader.Byte();
        share.WindowStart = reader.Instant();
        share.Amount = (flags & OtherAmount) != 0 ? reader.Amount() : estimate;
        share.Rate = (flags & Rated) != 0 ? reader.Rate() : 0;
        if (reader.IsDamaged || Int128.IsNegative(share.Amount) || (flags & ~(OtherAmount | Rated)) != 0)
        {
            reader.Damage();
            return;
        }

        share.Scope = scopes.FindOrAdd(key);
        share.WindowId = share.Scope.WindowNameOf(share.WindowStart);
    }
}
