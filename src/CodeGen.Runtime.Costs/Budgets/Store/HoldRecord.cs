namespace CodeGen.Runtime.Costs;

/// <summary>What a store keeps of a hold. The maker fills the first part; the rest is the store's, written inside its atomic steps only.</summary>
internal sealed class HoldRecord(BudgetHoldId id, Money estimate, CostAttribution attribution, HoldShare[] shares, long lease)
{
    public BudgetHoldId Id { get; } = id;

    public Money Estimate { get; } = estimate;

    public CostAttribution Attribution { get; } = attribution;

    /// <summary>How many milliseconds it lives without a heartbeat.</summary>
    public long Lease { get; } = lease;

    public HoldShare[] Shares { get; } = shares;

    public HoldState State { get; set; }

    public long ReservedAt { get; set; }

    /// <summary>When the lease ends, or when it was abandoned.</summary>
    public long OrphanedAt { get; set; }

    /// <summary>What was booked, once something was.</summary>
    public Money Actual { get; set; }

    /// <summary>The chunk of this node that it was taken from, as long as it may be in it.</summary>
    public Chunk? Chunk { get; set; }

    /// <summary>Whether the node's account was told that it is closed: whoever tells it of the reservation after that comes too late. Guarded by the account's lock.</summary>
    public bool HasLeft { get; set; }

    private int _accounted;

    /// <summary>Whether this is the first to write the booking into the node's account: of two who settle at once, only one may.</summary>
    public bool TryAccount() => Interlocked.Exchange(ref _accounted, 1) == 0;

    /// <summary>How many budgets count it: those that have a window.</summary>
    public int CountedShares
    {
        get
        {
            int count = 0;
            foreach (ref HoldShare share in Shares.AsSpan())
            {
                count += share.WindowId is null ? 0 : 1;
            }

            return count;
        }
    }

    public bool IsIndeterminateAt(long now) => State == HoldState.Held && now >= OrphanedAt;
}
