namespace CodeGen.Runtime.Costs;

/// <summary>Does to an empty store what the records of a journal say, in their order. Not thread-safe.</summary>
internal sealed class BudgetReplay(InProcessBudgetStore store)
{
    private readonly Dictionary<BudgetHoldId, OpenHold> _open = [];

    /// <summary>Begins with a snapshot, and says up to which record it has all charges. Nothing where it makes no sense; then replay and store are of no use.</summary>
    public long? TryBegin(ReadOnlySpan<byte> snapshot, long sequence) => SnapshotPayload.TryRead(snapshot, sequence, store, _open.Add, out long told) ? told : null;

    /// <summary>Takes a record. False where it makes no sense; then it is left out.</summary>
    public bool TryTake(LedgerRecordKind kind, long sequence, ReadOnlySpan<byte> payload) => kind switch
    {
        // What this node did on a shared store is in other sums.
        LedgerRecordKind.Node => true,
        _ when JournalForm.IsShared(payload) => true,
        LedgerRecordKind.Reserve => TryReserve(sequence, payload),
        LedgerRecordKind.Settle => TrySettle(payload),
        _ => TryVoid(payload),
    };

    /// <summary>Gives the store the holds that are still open, and tells those whose records make no sense.</summary>
    public void End(Action<long> onUnreadable)
    {
        foreach (OpenHold open in _open.Values)
        {
            HoldRecord? hold = ReservePayload.Read(open.Payload, store.Keys);
            if (hold is not null)
            {
                hold.OrphanedAt = Math.Min(hold.OrphanedAt, open.OrphanedAt);
            }

            if (hold is null || !store.TryRestore(hold))
            {
                onUnreadable(open.Sequence);
            }
        }

        store.EndRestore();
    }

    private bool TryReserve(long sequence, ReadOnlySpan<byte> payload)
    {
        var reader = new JournalReader(payload);
        if (!ReservePayload.TryReadHead(ref reader, out byte form, out BudgetHoldId id, out long at))
        {
            return false;
        }

        if (form == ReservePayload.Held)
        {
            _open[id] = new OpenHold(payload.ToArray(), long.MaxValue, sequence);
        }
        else if (_open.TryGetValue(id, out OpenHold open))
        {
            _open[id] = open with { OrphanedAt = at };
        }

        return true;
    }

    private bool TryVoid(ReadOnlySpan<byte> payload)
    {
        bool isRead = VoidPayload.TryRead(payload, out BudgetHoldId id);
        _ = isRead && _open.Remove(id);
        return isRead;
    }

    private bool TrySettle(ReadOnlySpan<byte> payload)
    {
        // First all is read, then all is done: a record is taken whole or not at all.
        var check = new JournalReader(payload);
        if (!SettlePayload.TryReadHead(ref check, out BookingForm form, out BudgetHoldId id, out Money actual, out int shares))
        {
            return false;
        }

        for (int i = 0; i < shares; i++)
        {
            _ = SettlePayload.ReadShare(ref check, out _, out _);
        }

        if (!check.IsWhole)
        {
            return false;
        }

        HoldRecord? decided = form is BookingForm.Resolved or BookingForm.SettledLate ? Decide(id, form, actual) : null;
        _ = _open.Remove(id);
        var reader = new JournalReader(payload);
        _ = SettlePayload.TryReadHead(ref reader, out _, out _, out _, out _);
        bool fits = true;
        for (int i = 0; i < shares; i++)
        {
            ReadOnlySpan<byte> key = SettlePayload.ReadShare(ref reader, out long start, out ShareBooking booking);
            ScopeCounters counters = store.CountersOf(key);
            fits &= counters.TryRestore(start, booking);
            Note(decided, counters.Scope, start, booking.Delta);
        }

        return fits;
    }

    /// <summary>Remembers a hold that was indeterminate. One whose reservation cannot be read is not: its sums are booked all the same.</summary>
    private HoldRecord? Decide(BudgetHoldId id, BookingForm form, Money actual)
    {
        HoldRecord? hold = _open.TryGetValue(id, out OpenHold open) ? ReservePayload.Read(open.Payload, store.Keys) : store.FindDecided(id);
        if (hold is not null)
        {
            hold.State = form == BookingForm.Resolved ? HoldState.Resolved : HoldState.Settled;
            hold.OrphanedAt = Math.Min(hold.OrphanedAt, open.Payload is null ? long.MaxValue : open.OrphanedAt);
            hold.Actual = actual;
            store.RestoreDecided(hold);
        }

        return hold;
    }

    private static void Note(HoldRecord? decided, BudgetScope scope, long start, Int128 delta)
    {
        foreach (ref HoldShare share in decided is null ? default : decided.Shares.AsSpan())
        {
            if (share.Scope == scope && share.WindowStart == start)
            {
                share.Booked = unchecked(share.Booked + delta);
            }
        }
    }
}
