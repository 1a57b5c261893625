namespace CodeGen.Runtime.Costs;

/// <content>Holds that were served from a chunk: in the chunk as long as that serves, and holds of the store like any other afterwards.</content>
internal sealed partial class LeasedBudgetStore
{
    public ValueTask<SettleOutcome> SettleAsync(HoldRecord hold, BookedAmounts amounts, CancellationToken cancellationToken)
    {
        if (hold.Chunk is { } chunk)
        {
            bool waits;
            bool overdrawn = false;
            lock (chunk.Set.Lock)
            {
                if (IsIn_NeedsLock(chunk, hold))
                {
                    chunk.Settle(hold, amounts);
                    if (!chunk.IsOverdrawn())
                    {
                        return new ValueTask<SettleOutcome>(new SettleOutcome(SettleStatus.Booked));
                    }

                    overdrawn = true;
                }

                waits = hold.Chunk == chunk;
            }

            if (overdrawn)
            {
                return BookNowAsync(chunk);
            }

            if (waits)
            {
                return SettleAfterAsync(chunk, hold, amounts, cancellationToken);
            }
        }

        return store.SettleAsync(hold, amounts, cancellationToken);
    }

    public ValueTask<SettleOutcome> ResolveAsync(HoldRecord hold, BookedAmounts amounts, CancellationToken cancellationToken) => store.ResolveAsync(hold, amounts, cancellationToken);

    public async ValueTask<bool> ReleaseAsync(HoldRecord hold, CancellationToken cancellationToken)
    {
        if (hold.Chunk is { } chunk)
        {
            lock (chunk.Set.Lock)
            {
                if (IsIn_NeedsLock(chunk, hold))
                {
                    chunk.Release(hold);
                    return true;
                }
            }

            await ToldAsync(chunk, hold, cancellationToken).ConfigureAwait(false);
        }

        return await store.ReleaseAsync(hold, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<bool> HeartbeatAsync(HoldRecord hold, CancellationToken cancellationToken)
    {
        if (hold.Chunk is { } chunk)
        {
            long now = NowOf(chunk, time.GetTimestamp());
            lock (chunk.Set.Lock)
            {
                if (IsIn_NeedsLock(chunk, hold))
                {
                    hold.OrphanedAt = Math.Max(hold.OrphanedAt, now + hold.Lease);
                    return true;
                }
            }

            await ToldAsync(chunk, hold, cancellationToken).ConfigureAwait(false);
        }

        return await store.HeartbeatAsync(hold, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask AbandonAsync(HoldRecord hold, CancellationToken cancellationToken)
    {
        if (hold.Chunk is { } chunk)
        {
            long now = NowOf(chunk, time.GetTimestamp());
            lock (chunk.Set.Lock)
            {
                if (IsIn_NeedsLock(chunk, hold))
                {
                    // The store hears of it with the chunk.
                    hold.OrphanedAt = Math.Min(hold.OrphanedAt, now);
                    return;
                }
            }

            await ToldAsync(chunk, hold, cancellationToken).ConfigureAwait(false);
        }

        await store.AbandonAsync(hold, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether the hold is open in the chunk, and the chunk's to close.</summary>
    private static bool IsIn_NeedsLock(Chunk chunk, HoldRecord hold) => hold.Chunk == chunk && !chunk.IsRetired;

    /// <summary>More was spent than the chunk holds: others must not reserve what is not there any more.</summary>
    private async ValueTask<SettleOutcome> BookNowAsync(Chunk chunk)
    {
        await RetireAsync(chunk).ConfigureAwait(false);
        return new SettleOutcome(SettleStatus.Booked);
    }

    /// <summary>The chunk is being split: the hold has to be in the store first.</summary>
    private async ValueTask<SettleOutcome> SettleAfterAsync(Chunk chunk, HoldRecord hold, BookedAmounts amounts, CancellationToken cancellationToken)
    {
        await chunk.Told.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        return await store.SettleAsync(hold, amounts, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits while the chunk is being split; one that was closed in the chunk does not have to.</summary>
    private static Task ToldAsync(Chunk chunk, HoldRecord hold, CancellationToken cancellationToken) =>
        hold.Chunk == chunk ? chunk.Told.Task.WaitAsync(cancellationToken) : Task.CompletedTask;
}
