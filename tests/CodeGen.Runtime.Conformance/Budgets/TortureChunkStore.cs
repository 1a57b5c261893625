using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Conformance.Budgets;

/// <summary>Writes down which chunks a process has, and dies now and then between its steps.</summary>
/// <param name="store">The store.</param>
/// <param name="file">Where to.</param>
/// <param name="mayDie">Called between any two steps.</param>
internal sealed class TortureChunkStore(IChunkStore store, TortureLog file, Action mayDie) : IChunkStore
{
    public bool IsAway => store.IsAway;

    public int NodeCount => store.NodeCount;

    public long NodeLife => store.NodeLife;

    public async Task<ChunkGrant> LeaseAsync(ChunkRequest request)
    {
        mayDie();
        ChunkGrant grant = await store.LeaseAsync(request);
        mayDie();
        if (grant.Chunk is { } chunk)
        {
            file.Leased(chunk.Id, chunk.Estimate);
        }

        return grant;
    }

    public async Task<SettleOutcome> SplitAsync(HoldRecord chunk, BookedAmounts settled, HoldRecord[] open)
    {
        mayDie();
        SettleOutcome outcome = await store.SplitAsync(chunk, settled, open);
        mayDie();
        return outcome;
    }

    public Task ProbeAsync() => store.ProbeAsync();

    public ValueTask<ReserveOutcome> ReserveAsync(HoldRecord hold, CancellationToken cancellationToken) => store.ReserveAsync(hold, cancellationToken);

    public ValueTask<(ReserveOutcome Reserved, SettleOutcome Settled)> ChargeAsync(HoldRecord hold, BookedAmounts amounts, CancellationToken cancellationToken) => store.ChargeAsync(hold, amounts, cancellationToken);

    public ValueTask<SettleOutcome> SettleAsync(HoldRecord hold, BookedAmounts amounts, CancellationToken cancellationToken) => store.SettleAsync(hold, amounts, cancellationToken);

    public ValueTask<SettleOutcome> ResolveAsync(HoldRecord hold, BookedAmounts amounts, CancellationToken cancellationToken) => store.ResolveAsync(hold, amounts, cancellationToken);

    public ValueTask<bool> ReleaseAsync(HoldRecord hold, CancellationToken cancellationToken) => store.ReleaseAsync(hold, cancellationToken);

    public ValueTask<bool> HeartbeatAsync(HoldRecord hold, CancellationToken cancellationToken) => store.HeartbeatAsync(hold, cancellationToken);

    public ValueTask AbandonAsync(HoldRecord hold, CancellationToken cancellationToken) => store.AbandonAsync(hold, cancellationToken);

    public ValueTask<IReadOnlyList<HoldRecord>> IndeterminateAsync(CancellationToken cancellationToken) => store.IndeterminateAsync(cancellationToken);

    public ValueTask<HoldRecord?> FindAsync(BudgetHoldId id, CancellationToken cancellationToken) => store.FindAsync(id, cancellationToken);

    public ValueTask<long> NowAsync(CancellationToken cancellationToken) => store.NowAsync(cancellationToken);

    public ValueTask<WindowSums> ReadAsync(BudgetScope scope, long windowStart, CancellationToken cancellationToken) => store.ReadAsync(scope, windowStart, cancellationToken);

    public void OnCrossedLater(Func<List<CrossedThreshold>, ValueTask> handler) => store.OnCrossedLater(handler);
}
