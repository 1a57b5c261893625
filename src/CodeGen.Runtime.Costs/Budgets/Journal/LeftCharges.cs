using System.Buffers.Binary;

namespace CodeGen.Runtime.Costs;

/// <summary>Finds the charges at a ledger's end that budgets have not heard of. A charge without a hold is booked under an id that its place in the ledger gives, so that it is known again. Not thread-safe.</summary>
/// <param name="ledger">Whose ledger.</param>
/// <param name="told">The record up to which budgets have heard of all charges.</param>
internal sealed class LeftCharges(Guid ledger, long told)
{
    private readonly ulong _process = ProcessOf(ledger);
    private readonly SortedDictionary<long, LeftCharge> _left = [];
    private readonly AttributionCache _attributions = new();

    public IReadOnlyList<LeftCharge> All => [.. _left.Values];

    /// <summary>The first part of the ids: no process of budgets has it.</summary>
    public static ulong ProcessOf(Guid ledger)
    {
        Span<byte> bytes = stackalloc byte[16];
        ledger.TryWriteBytes(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
    }

    /// <summary>Takes a record. True where it was about costs, and so nothing else that budgets read.</summary>
    public bool Take(in RecordHeader header, ReadOnlySpan<byte> payload)
    {
        var kind = (LedgerRecordKind)header.Kind;
        if (kind == LedgerRecordKind.Settle)
        {
            Tell(payload);
        }

        if (kind == LedgerRecordKind.Charge && header.Sequence > told)
        {
            Add(header, payload);
        }

        return kind is not (LedgerRecordKind.Reserve or LedgerRecordKind.Settle or LedgerRecordKind.Void or LedgerRecordKind.Node);
    }

    private void Tell(ReadOnlySpan<byte> payload)
    {
        var reader = new JournalReader(payload);
        _ = reader.Byte();
        byte form = reader.Byte();
        BudgetHoldId id = reader.Id();
        if (!reader.IsDamaged && id.Process == _process && JournalForm.BookingOf(form) == BookingForm.Charged && (form & JournalForm.Withdrawn) == 0)
        {
            _ = _left.Remove((long)id.Count);
        }
    }

    private void Add(in RecordHeader header, ReadOnlySpan<byte> payload)
    {
        try
        {
            CostRecord record = CostRecordFormat.Read(header, payload, _attributions);
            if (record.Status != PriceStatus.Unpriced && (record.Hold is not null || !record.Amount.IsZero))
            {
                var id = new BudgetHoldId(_process, (ulong)record.Sequence);
                _left[record.Sequence] = new LeftCharge(id, record.Hold, record.Amount.Round(), record.Attribution, record.IngestTime);
            }
        }
        catch (UnreadableRecordException)
        {
            // Readers of the ledger tell it by name; what it came to is not known.
        }
    }
}
