using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Conformance.Budgets;

/// <summary>What the ledgers of all nodes say was booked.</summary>
internal sealed class TortureLedger
{
    public List<NodeBooking> Bookings { get; } = [];

    /// <summary>What each hold came to in the month.</summary>
    public Dictionary<BudgetHoldId, Int128> ByHold { get; } = [];

    /// <summary>What each hold that was reserved, and each chunk, may come to.</summary>
    public Dictionary<BudgetHoldId, Int128> Ceilings { get; } = [];

    public int Steps { get; private set; }

    public static LedgerLog Open(string directory) => LedgerLog.Open(new LedgerLogOptions { Directory = directory, SegmentBytes = 1 << 20 }, TimeProvider.System);

    public void Read(string directory)
    {
        using LedgerLog log = Open(directory);
        using LedgerReader reader = log.Read(0);
        for (ReadOutcome outcome = reader.Read(); outcome != ReadOutcome.End; outcome = reader.Read())
        {
            if (outcome != ReadOutcome.Record)
            {
                throw new InvalidDataException($"The ledger in '{directory}' is damaged: {reader.Damage}");
            }

            if ((LedgerRecordKind)reader.Current.Kind == LedgerRecordKind.Settle)
            {
                Take(reader.Payload);
            }
            else if ((LedgerRecordKind)reader.Current.Kind == LedgerRecordKind.Reserve)
            {
                TakeReserved(reader.Payload);
            }
        }
    }

    private void TakeReserved(ReadOnlySpan<byte> payload)
    {
        var reader = new JournalReader(payload);
        if (ReservePayload.TryReadHead(ref reader, out byte form, out BudgetHoldId id, out _) && form == JournalForm.Shared)
        {
            _ = reader.Number();
            Ceilings[id] = reader.Money().Picos;
        }
    }

    private void Take(ReadOnlySpan<byte> payload)
    {
        var reader = new JournalReader(payload);
        if (!StepPayload.TryReadHead(ref reader, out byte form, out StepKey key) || (form & (JournalForm.Intended | JournalForm.Withdrawn)) != 0)
        {
            return;
        }

        Steps++;
        foreach (NodeBooking booking in StepPayload.ReadBookings(ref reader))
        {
            Bookings.Add(booking);
            if (booking.Budget.StartsWith(TortureBudgets.Month, StringComparison.Ordinal))
            {
                ByHold[key.Id] = ByHold.GetValueOrDefault(key.Id) + booking.Committed;
            }
        }
    }
}
