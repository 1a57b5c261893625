using System.Buffers;
using Microsoft.Extensions.Logging;

namespace CodeGen.Runtime.Costs;

/// <summary>The journal of budgets in the ledger's log: each record is kill-durable when the call returns. Thread-safe.</summary>
internal sealed partial class LedgerBudgetJournal(LedgerLog log, TimeProvider time, ILogger logger, ChargesUnderWay? charges = null) : IBudgetJournal
{
    /// <summary>Room on the stack; a record of four budgets and usual names is a third of it.</summary>
    private const int StackBytes = 768;

    private readonly JournalSnapshots _snapshots = new(log, time, logger, SnapshotFile.InProcess);

    public long LastSequence => log.LastSequence;

    public long ToldCharges => charges?.Advance(() => log.LastSequence) ?? log.LastSequence;

    public IReadOnlyList<LeftCharge> Left { get; private set; } = [];

    /// <summary>The first record that a restore would need if the newest snapshot could not be read; 0, all, until there are two.</summary>
    public long FirstNeeded => _snapshots.FirstNeeded;

    public void Reserved(HoldRecord hold)
    {
        int most = ReservePayload.MostBytes(hold);
        byte[]? rented = most > StackBytes ? ArrayPool<byte>.Shared.Rent(most) : null;
        Span<byte> room = rented ?? stackalloc byte[StackBytes];
        Append(LedgerRecordKind.Reserve, hold.ReservedAt, room[..ReservePayload.Write(room, hold)]);
        GiveBack(rented);
    }

    public void Booking(HoldRecord hold, BookingForm form, Money actual, ReadOnlySpan<ShareBooking> shares, long now)
    {
        int most = SettlePayload.MostBytes(hold);
        byte[]? rented = most > StackBytes ? ArrayPool<byte>.Shared.Rent(most) : null;
        Span<byte> room = rented ?? stackalloc byte[StackBytes];
        Append(LedgerRecordKind.Settle, now, room[..SettlePayload.Write(room, hold, form, actual, shares)]);
        GiveBack(rented);
    }

    public void Released(HoldRecord hold, long now)
    {
        Span<byte> room = stackalloc byte[VoidPayload.Most];
        Append(LedgerRecordKind.Void, now, room[..VoidPayload.Write(room, hold.Id)]);
    }

    public void Abandoned(HoldRecord hold, long now)
    {
        Span<byte> room = stackalloc byte[ReservePayload.MostOfMark];
        try
        {
            Append(LedgerRecordKind.Reserve, now, room[..ReservePayload.WriteAbandoned(room, hold.Id, now)]);
        }
        catch (Exception e) when (e is LedgerUnavailableException or ObjectDisposedException)
        {
            JournalLog.AbandonNotKept(logger, hold.Id, e.Message);
        }
    }

    public Task<bool> SaveAsync(ReadOnlyMemory<byte> snapshot, long sequence, long told) => _snapshots.SaveAsync(snapshot, sequence, Math.Min(sequence, told) + 1);

    /// <summary>What is not given back because of an error is collected.</summary>
    private static void GiveBack(byte[]? rented)
    {
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private void Append(LedgerRecordKind kind, long at, ReadOnlySpan<byte> payload) => log.Append((byte)kind, DateTimeOffset.FromUnixTimeMilliseconds(at), payload);
}
