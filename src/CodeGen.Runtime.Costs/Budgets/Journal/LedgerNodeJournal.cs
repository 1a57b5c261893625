using System.Buffers;
using Microsoft.Extensions.Logging;

namespace CodeGen.Runtime.Costs;

/// <summary>The account of a node in the ledger's log: each record is kill-durable when the call returns. Thread-safe.</summary>
internal sealed class LedgerNodeJournal(LedgerLog log, TimeProvider time, ILogger logger, ChargesUnderWay? charges = null) : INodeJournal
{
    private readonly JournalSnapshots _snapshots = new(log, time, logger, SnapshotFile.Shared);

    public long LastSequence => log.LastSequence;

    public IReadOnlyList<LeftCharge> Left { get; private set; } = [];

    public NodeImage Restore(SharedScopes scopes, ulong node)
    {
        log.KeepFrom(() => _snapshots.FirstNeeded);
        var replay = new NodeReplay(scopes);
        long told = 0;
        long snapshot = _snapshots.Find(
            file =>
            {
                replay = new NodeReplay(scopes);
                long? to = NodeSnapshotPayload.Read(file.Body.Span, file.Sequence, replay);
                told = to ?? 0;
                return to + 1;
            },
            out string name);
        if (snapshot == 0)
        {
            replay = new NodeReplay(scopes);
            told = 0;
        }

        var reading = new JournalReading(log, logger);
        var left = new LeftCharges(log.Node, told);
        long records = reading.Run(
            snapshot == 0 ? 0 : told + 1,
            (in RecordHeader header, ReadOnlySpan<byte> payload) => left.Take(header, payload) || header.Sequence <= snapshot || replay.TryTake((LedgerRecordKind)header.Kind, header.Sequence, payload));
        if (replay.Identity is null)
        {
            // Before anybody hears the name: a process that ends right after it has been heard must find it again.
            replay.Identity = new NodeIdentity(node, Membership.None, []);
            Joined(replay.Identity, forgotten: false);
        }

        NodeImage image = replay.End(sequence => reading.TellUnreadable(sequence, LedgerRecordKind.Reserve));
        reading.End();
        Left = left.All;
        JournalLog.NodeRestored(logger, BudgetKeys.NodeText(image.Identity.Node), name, records, log.Directory, image.Open.Count, image.Steps.Count);
        return image;
    }

    public void Reserved(HoldRecord hold)
    {
        byte[] room = ArrayPool<byte>.Shared.Rent(ReservePayload.MostBytes(hold, shared: true));
        Append(LedgerRecordKind.Reserve, room, ReservePayload.Write(room, hold, shared: true));
    }

    public void Intended(WaitingStep step, bool isOwn)
    {
        if (step.Verb == WaitingStep.Release)
        {
            Void(step.Hold.Id, JournalForm.Shared | JournalForm.Intended);
            return;
        }

        byte[] room = ArrayPool<byte>.Shared.Rent(StepPayload.MostOfIntended(step));
        Append(LedgerRecordKind.Settle, room, StepPayload.WriteIntended(room, step, withHold: !isOwn));
    }

    public void Booked(WaitingStep step, IReadOnlyList<NodeBooking> changes, string replaced) => Try(step.Hold.Id, () =>
    {
        byte[] room = ArrayPool<byte>.Shared.Rent(StepPayload.MostOfDone(changes, replaced));
        Append(LedgerRecordKind.Settle, room, StepPayload.WriteDone(room, step, changes, replaced));
    });

    public void Released(HoldRecord hold) => Try(hold.Id, () => Void(hold.Id, JournalForm.Shared));

    public void Withdrawn(WaitingStep step) => Try(step.Hold.Id, () =>
    {
        if (step.Verb == WaitingStep.Release)
        {
            Void(step.Hold.Id, JournalForm.Shared | JournalForm.Withdrawn);
            return;
        }

        byte[] room = ArrayPool<byte>.Shared.Rent(StepPayload.MostOfDone([]));
        Append(LedgerRecordKind.Settle, room, StepPayload.WriteWithdrawn(room, step));
    });

    public void Corrected(IReadOnlyList<NodeBooking> changes)
    {
        foreach (NodeBooking[] some in changes.Chunk(IBudgets.MaxScopes))
        {
            Booked(new WaitingStep(WaitingStep.Charge, new HoldRecord(default, Money.Zero(Currency.Usd), CostAttribution.Empty, [], 0), new BookedAmounts(Money.Zero(Currency.Usd)), 0), some, string.Empty);
        }
    }

    public void Joined(NodeIdentity identity, bool forgotten)
    {
        byte[] room = ArrayPool<byte>.Shared.Rent(NodePayload.MostBytes(identity));
        Append(LedgerRecordKind.Node, room, NodePayload.Write(room, identity, forgotten));
    }

    public Task<bool> SaveAsync(Func<(NodeImage Image, long Sequence)> capture)
    {
        // Before: what is told from here on is in the snapshot or in the records after it.
        long told = charges?.Advance(() => log.LastSequence) ?? log.LastSequence;
        (NodeImage image, long sequence) = capture();
        return _snapshots.SaveAsync(NodeSnapshotPayload.Write(image, told), sequence, Math.Min(told, sequence) + 1);
    }

    private void Void(BudgetHoldId id, byte form)
    {
        byte[] room = ArrayPool<byte>.Shared.Rent(VoidPayload.Most);
        Append(LedgerRecordKind.Void, room, VoidPayload.Write(room, id, form));
    }

    /// <summary>The store has done it, or will not: nobody can be told otherwise because it could not be written down. What was intended is asked of the store again at the next start.</summary>
    private void Try(BudgetHoldId id, Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is LedgerUnavailableException or ObjectDisposedException)
        {
            JournalLog.DoneNotKept(logger, id, e.Message);
        }
    }

    /// <summary>What is not given back because of an error is collected.</summary>
    private void Append(LedgerRecordKind kind, byte[] room, int length)
    {
        _ = log.Append((byte)kind, time.GetUtcNow(), room.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(room);
    }
}
