namespace CodeGen.Runtime.Costs;

/// <content>What stands by for the time in which the store is away.</content>
internal sealed partial class LeasedBudgetStore
{
    /// <summary>A chunk for each set that was used lately, made anew from time to time, so that it shrinks with what is left and follows the windows.</summary>
    private async Task StandByAsync(long now)
    {
        foreach (ChunkSet set in _sets.Values)
        {
            Chunk? old;
            HoldRecord? like;
            lock (set.Lock)
            {
                (old, like) = (set.Standby, set.Smallest);
            }

            if (old is not null || like is null || IsIdle(set, now))
            {
                continue;
            }

            List<long> sizes = ChunkSizes.Standby(like, options.LocalShare, StandingBy);
            if (sizes.Count == 0)
            {
                continue;
            }

            var request = new ChunkRequest(new BudgetHoldId(_process, Interlocked.Increment(ref _count)), like, sizes, (int)Math.Min(MostDivisor, decimal.Ceiling(1 / options.LocalShare)));
            long askedAt = time.GetTimestamp();
            ChunkGrant grant = await store.LeaseAsync(request).ConfigureAwait(false);
            if (grant.Chunk is { } record)
            {
                lock (set.Lock)
                {
                    set.Standby = Make(set, record, askedAt, grant.Now, _standbyLife);
                }
            }
        }
    }

    /// <summary>How much of a budget stands by already.</summary>
    private Int128 StandingBy(BudgetScope scope)
    {
        Int128 sum = 0;
        foreach (ChunkSet set in _sets.Values)
        {
            lock (set.Lock)
            {
                foreach (HoldShare share in set.Standby?.Record.Shares ?? [])
                {
                    sum += share.Scope == scope ? share.Amount : 0;
                }
            }
        }

        return sum;
    }
}
