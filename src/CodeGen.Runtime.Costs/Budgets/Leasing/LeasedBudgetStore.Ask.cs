namespace CodeGen.Runtime.Costs;

/// <content>What can be asked: the store is told first what became of this node's chunks, so that it can answer.</content>
internal sealed partial class LeasedBudgetStore
{
    public async ValueTask<IReadOnlyList<HoldRecord>> IndeterminateAsync(CancellationToken cancellationToken)
    {
        await TellFirstAsync(static (_, chunk) => chunk.IsUsed).WaitAsync(cancellationToken).ConfigureAwait(false);
        return await store.IndeterminateAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<HoldRecord?> FindAsync(BudgetHoldId id, CancellationToken cancellationToken)
    {
        await TellFirstAsync(static (_, chunk) => chunk.IsUsed).WaitAsync(cancellationToken).ConfigureAwait(false);
        return await store.FindAsync(id, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<WindowSums> ReadAsync(BudgetScope scope, long windowStart, CancellationToken cancellationToken)
    {
        // What is only set aside to stand by shows as held: it is.
        await TellFirstAsync((set, chunk) => set.Has(scope) && (chunk.IsUsed || set.Current == chunk)).WaitAsync(cancellationToken).ConfigureAwait(false);
        return await store.ReadAsync(scope, windowStart, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>While the store is away it says nothing, and chunks that are booked would serve nothing.</summary>
    private async Task TellFirstAsync(Func<ChunkSet, Chunk, bool> which)
    {
        if (store.IsAway)
        {
            await store.ProbeAsync().ConfigureAwait(false);
        }

        await FlushAsync(which).ConfigureAwait(false);
    }
}
