namespace CodeGen.Runtime.Costs;

/// <summary>The chunks of all calls that concern the same budgets in the same currency. What is not said to be otherwise is guarded by its lock, which is held for additions and comparisons only.</summary>
internal sealed class ChunkSet(ChunkSetKey key)
{
    private long _smallestAt;

    public Lock Lock { get; } = new();

    public ChunkSetKey Key { get; } = key;

    /// <summary>From which reservations are served.</summary>
    public Chunk? Current { get; set; }

    /// <summary>From which they are served while the store is away.</summary>
    public Chunk? Standby { get; set; }

    /// <summary>The request for the next chunk that is under way: one for all who wait.</summary>
    public Task<ChunkGrant>? Asking { get; set; }

    /// <summary>The smallest hold of late: the next standby chunk is a multiple of it, with its rates.</summary>
    public HoldRecord? Smallest { get; private set; }

    /// <summary>Until which timestamp each reservation is a step of its own: there is too little left for chunks.</summary>
    public long ExactUntil { get; set; }

    /// <summary>When somebody last asked for something.</summary>
    public long UsedAt { get; private set; }

    /// <summary>How much was asked for since <see cref="DemandSince"/>, in picos of the estimates.</summary>
    public Int128 Demand { get; set; }

    /// <summary>A timestamp.</summary>
    public long DemandSince { get; set; }

    /// <summary>How much the chunk before had, in picos of the estimates.</summary>
    public Int128 LastSize { get; set; }

    /// <summary>Whether it was forgotten, so that somebody who still has it looks for the new one.</summary>
    public bool IsGone { get; set; }

    /// <summary>Somebody asks for something.</summary>
    /// <param name="hold">For this.</param>
    /// <param name="now">A timestamp.</param>
    /// <param name="late">How long ago is no longer of late.</param>
    public void Use(HoldRecord hold, long now, long late)
    {
        Demand = ChunkSizes.Add(Demand, hold.Estimate.Picos);
        UsedAt = now;
        if (Smallest is null || now - _smallestAt >= late || hold.Estimate.Picos <= Smallest.Estimate.Picos)
        {
            (Smallest, _smallestAt) = (hold, now);
        }
    }

    public bool Has(BudgetScope scope)
    {
        for (UInt128 rest = Key.Budgets; rest != 0; rest >>= 16)
        {
            if ((int)(ushort)rest == scope.Index + 1)
            {
                return true;
            }
        }

        return false;
    }
}
