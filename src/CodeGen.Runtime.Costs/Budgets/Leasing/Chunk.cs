namespace CodeGen.Runtime.Costs;

/// <summary>
/// A hold of the shared store from which this node serves reservations by itself. What it gives out is never more than it holds, so the budgets are never overshot. Guarded by the lock of its set.
/// </summary>
/// <param name="set">The set that it belongs to.</param>
/// <param name="record">The hold.</param>
/// <param name="askedAt">The timestamp from before it was asked for: by the store's clock it is never later than <c>record.ReservedAt</c> and what has passed since.</param>
internal sealed class Chunk(ChunkSet set, HoldRecord record, long askedAt)
{
    /// <summary>So many holds may be open in it: they are all in the script that splits it.</summary>
    public const int MostOpen = 500;

    /// <summary>So many bytes they may take there and in a record of the ledger.</summary>
    private const int MostOpenBytes = 900_000;

    private readonly HashSet<HoldRecord> _open = [];
    private int _openBytes = StepPayload.MostOfHold(record);
    private readonly Int128[] _held = new Int128[record.Shares.Length];
    private readonly Int128[] _settled = new Int128[record.Shares.Length];

    public ChunkSet Set { get; } = set;

    public HoldRecord Record { get; } = record;

    public long AskedAt { get; } = askedAt;

    /// <summary>The timestamp from which it serves nothing as long as the store answers.</summary>
    public required long LifeEnd { get; init; }

    /// <summary>The timestamp from which it serves nothing: its lease or one of its windows is nearly over.</summary>
    public required long HardEnd { get; init; }

    /// <summary>Whether it serves nothing any more, and what is open in it becomes holds of the store.</summary>
    public bool IsRetired { get; private set; }

    /// <summary>Whether it served anything.</summary>
    public bool IsUsed { get; private set; }

    /// <summary>Completes when the store was told what became of it, or when that waits for the store. Not guarded.</summary>
    public TaskCompletionSource Told { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether the rates of a hold are those of the chunk.</summary>
    public bool HasRatesOf(HoldRecord hold)
    {
        for (int i = 0; i < _held.Length; i++)
        {
            if (hold.Shares[i].Rate != Record.Shares[i].Rate)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether at most half of it is given out, by the share of which the most is.</summary>
    public bool IsHalfFull()
    {
        for (int i = 0; i < _held.Length; i++)
        {
            if (2 * (_held[i] + _settled[i]) > Record.Shares[i].Amount)
            {
                return false;
            }
        }

        return _open.Count < MostOpen && 2 * _openBytes <= MostOpenBytes;
    }

    /// <summary>Whether more was spent than it holds.</summary>
    public bool IsOverdrawn()
    {
        for (int i = 0; i < _held.Length; i++)
        {
            if (_held[i] + _settled[i] > Record.Shares[i].Amount)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Serves a reservation, or nothing where any share of it has too little left.</summary>
    public bool TryTake(HoldRecord hold, long now)
    {
        int bytes = StepPayload.MostOfHold(hold);
        if (IsRetired || _open.Count == MostOpen || _openBytes + bytes > MostOpenBytes || !HasRatesOf(hold))
        {
            return false;
        }

        HoldShare[] shares = hold.Shares;
        for (int i = 0; i < shares.Length; i++)
        {
            if (_held[i] + _settled[i] + shares[i].Amount > Record.Shares[i].Amount)
            {
                return false;
            }
        }

        for (int i = 0; i < shares.Length; i++)
        {
            _held[i] += shares[i].Amount;
            (shares[i].WindowId, shares[i].WindowStart) = (Record.Shares[i].WindowId, Record.Shares[i].WindowStart);
        }

        (hold.State, hold.ReservedAt, hold.OrphanedAt, hold.Chunk) = (HoldState.Held, now, now + hold.Lease, this);
        _open.Add(hold);
        _openBytes += bytes;
        IsUsed = true;
        return true;
    }

    public void Settle(HoldRecord hold, BookedAmounts amounts)
    {
        Close(hold);
        for (int i = 0; i < _settled.Length; i++)
        {
            _settled[i] += amounts[i];
            hold.Shares[i].Booked = amounts[i];
        }

        (hold.State, hold.Actual) = (HoldState.Settled, amounts.Actual);
    }

    public void Release(HoldRecord hold)
    {
        Close(hold);
        hold.State = HoldState.Released;
    }

    /// <summary>Ends it: from now on what is open belongs to the store.</summary>
    public (BookedAmounts Settled, HoldRecord[] Open) Retire()
    {
        IsRetired = true;
        HoldRecord[] open = [.. _open.OrderBy(static hold => hold.Id.Count)];
        return (new BookedAmounts(Money.FromPicos(_settled[0], Record.Shares[0].Scope.Definition.Limit.Currency), _settled), open);
    }

    private void Close(HoldRecord hold)
    {
        _open.Remove(hold);
        _openBytes -= StepPayload.MostOfHold(hold);
        hold.Chunk = null;
        for (int i = 0; i < _held.Length; i++)
        {
            _held[i] -= hold.Shares[i].Amount;
        }
    }
}
