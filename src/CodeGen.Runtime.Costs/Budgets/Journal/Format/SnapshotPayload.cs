using System.Buffers;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// Bytes of everything a store has: version; the record up to which it has all charges of the ledger (since version 2); budgets, each with key, alerts and windows (start, sum, alerts); open holds, each the record of its reservation and since when it is indeterminate;
/// decided holds, each the record of its reservation and what was booked. What is held is not in it: it follows from the open holds.
/// </summary>
internal static class SnapshotPayload
{
    private const byte Version = 2;
    private const byte WithoutCharges = 1;
    private const int MostOfWindow = (2 * JournalValues.MostOfNumber) + JournalValues.MostOfAmount;

    public static ReadOnlyMemory<byte> Write(List<ScopeImage> scopes, IReadOnlyCollection<HoldRecord> open, DecidedHolds decided, long told)
    {
        var buffer = new ArrayBufferWriter<byte>(4_096);
        buffer.Write([Version]);
        WriteNumber(buffer, (ulong)told);
        WriteNumber(buffer, (ulong)scopes.Count);
        foreach (ScopeImage scope in scopes)
        {
            Write(buffer, scope);
        }

        HoldRecord[] counted = [.. open.Where(static hold => hold.CountedShares > 0).OrderBy(static hold => hold.Id.Process).ThenBy(static hold => hold.Id.Count)];
        WriteNumber(buffer, (ulong)counted.Length);
        foreach (HoldRecord hold in counted)
        {
            WriteHold(buffer, hold);
        }

        HoldRecord[] late = [.. decided.All.Where(static hold => hold.CountedShares > 0)];
        WriteNumber(buffer, (ulong)late.Length);
        foreach (HoldRecord hold in late)
        {
            WriteHold(buffer, hold);
            WriteDecision(buffer, hold);
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Gives a store that has nothing what a snapshot has. False where it makes no sense; then the store is of no use.</summary>
    public static bool TryRead(ReadOnlySpan<byte> snapshot, long sequence, InProcessBudgetStore store, Action<BudgetHoldId, OpenHold> open, out long told)
    {
        told = sequence;
        var reader = new JournalReader(snapshot);
        byte version = reader.Byte();
        if (version is not (Version or WithoutCharges))
        {
            return false;
        }

        if (version == Version)
        {
            told = (long)Math.Min(reader.Number(), (ulong)sequence);
        }

        for (ulong count = reader.Number(); count > 0 && !reader.IsDamaged; count--)
        {
            ReadScope(ref reader, store);
        }

        for (ulong count = reader.Number(); count > 0 && !reader.IsDamaged; count--)
        {
            if (ReadHold(ref reader, store, out byte[] payload) is { } hold)
            {
                open(hold.Id, new OpenHold(payload, hold.OrphanedAt));
            }
        }

        for (ulong count = reader.Number(); count > 0 && !reader.IsDamaged; count--)
        {
            if (ReadHold(ref reader, store, out _) is { } hold)
            {
                ReadDecision(ref reader, hold);
                store.RestoreDecided(hold);
            }
        }

        return reader.IsWhole;
    }

    private static void Write(ArrayBufferWriter<byte> buffer, ScopeImage scope)
    {
        var writer = new PayloadWriter(buffer.GetSpan(scope.Key.Length + (2 * JournalValues.MostOfNumber) + (scope.Windows.Length * MostOfWindow)));
        writer.Bytes(scope.Key);
        SettlePayload.WriteAlerted(ref writer, scope.Alerted);
        writer.VarInt((ulong)scope.Windows.Length);
        foreach (WindowCounters window in scope.Windows)
        {
            writer.Signed(window.Start);
            writer.Signed(window.Committed);
            SettlePayload.WriteAlerted(ref writer, window.Alerted);
        }

        buffer.Advance(writer.Length);
    }

    private static void ReadScope(ref JournalReader reader, InProcessBudgetStore store)
    {
        ReadOnlySpan<byte> key = BudgetKey.Read(ref reader);
        int alerted = SettlePayload.ReadAlerted(ref reader);
        ulong windows = reader.Number();
        if (reader.IsDamaged)
        {
            return;
        }

        ScopeCounters counters = store.CountersOf(key);
        for (; windows > 0 && !reader.IsDamaged; windows--)
        {
            long start = reader.Instant();
            Int128 committed = reader.Amount();
            if (!counters.TryRestore(start, new ShareBooking(committed, SettlePayload.ReadAlerted(ref reader))))
            {
                reader.Damage();
            }
        }

        counters.RestoreAlerted(Math.Max(0, alerted));
    }

    public static void WriteHold(ArrayBufferWriter<byte> buffer, HoldRecord hold, bool shared = false)
    {
        Span<byte> payload = new byte[ReservePayload.MostBytes(hold, shared)];
        payload = payload[..ReservePayload.Write(payload, hold, shared)];
        var writer = new PayloadWriter(buffer.GetSpan(payload.Length + (2 * JournalValues.MostOfNumber)));
        writer.VarInt((ulong)payload.Length);
        writer.Bytes(payload);
        writer.Signed(hold.OrphanedAt);
        buffer.Advance(writer.Length);
    }

    private static HoldRecord? ReadHold(ref JournalReader reader, InProcessBudgetStore store, out byte[] payload)
    {
        ReadOnlySpan<byte> bytes = ReadHold(ref reader, out long orphanedAt);
        payload = bytes.ToArray();
        HoldRecord? hold = reader.IsDamaged ? null : ReservePayload.Read(payload, store.Keys);
        if (hold is null)
        {
            reader.Damage();
            return null;
        }

        hold.OrphanedAt = orphanedAt;
        return hold;
    }

    /// <summary>The record of its reservation, and since when it is indeterminate.</summary>
    public static ReadOnlySpan<byte> ReadHold(ref JournalReader reader, out long orphanedAt)
    {
        ReadOnlySpan<byte> payload = reader.Bytes(reader.Count(RecordHeader.MaxPayloadBytes));
        orphanedAt = reader.Instant();
        return payload;
    }

    public static void WriteDecision(ArrayBufferWriter<byte> buffer, HoldRecord hold)
    {
        var writer = new PayloadWriter(buffer.GetSpan(1 + 3 + ((1 + hold.Shares.Length) * JournalValues.MostOfAmount)));
        writer.Byte(hold.State == HoldState.Resolved ? (byte)0 : (byte)1);
        writer.Money(hold.Actual);
        foreach (ref HoldShare share in hold.Shares.AsSpan())
        {
            if (share.WindowId is not null)
            {
                writer.Signed(share.Booked);
            }
        }

        buffer.Advance(writer.Length);
    }

    public static void ReadDecision(ref JournalReader reader, HoldRecord hold)
    {
        hold.State = reader.Byte() == 0 ? HoldState.Resolved : HoldState.Settled;
        hold.Actual = reader.Money();
        foreach (ref HoldShare share in hold.Shares.AsSpan())
        {
            share.Booked = share.WindowId is null ? 0 : reader.Amount();
        }
    }

    public static void WriteNumber(ArrayBufferWriter<byte> buffer, ulong number)
    {
        var writer = new PayloadWriter(buffer.GetSpan(JournalValues.MostOfNumber));
        writer.VarInt(number);
        buffer.Advance(writer.Length);
    }
}
