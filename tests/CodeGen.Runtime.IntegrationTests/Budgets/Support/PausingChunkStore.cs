using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.IntegrationTests.Budgets;

/// <summary>A store whose leases and splits wait for the test when it wants them to, and count.</summary>
internal sealed class PausingChunkStore(IChunkStore store) : IChunkStore
{
    private int _leases;
    private int _reservations;

    /// <summary>What each lease waits for before it is sent.</summary>
    public Task Leasing { get; set; } = Task.CompletedTask;

    /// <summary>What each split waits for before it is sent.</summary>
    public Task Splitting { get; set; } = Task.CompletedTask;

    public int Leases => _leases;

    /// <summary>Reservations that were a step of their own.</summary>
    public int Reservations => _reservations;

    public bool IsAway => store.IsAway;

    public int NodeCount => store.NodeCount;

    public long NodeLife => store.NodeLife;

    public async Task<ChunkGrant> LeaseAsync(ChunkRequest request)
    {
        Interlocked.Increment(ref _leases);
        await Leasing;
        return await store.LeaseAsync(request);
    }

    public async Task<SettleOutcome> SplitAsync(HoldRecord chunk, BookedAmounts settled, HoldRecord[] open)
    {
        await Splitting;
        return await store.SplitAsync(chunk, settled, open);
    }

    public Task ProbeAsync() => store.ProbeAsync();

    public ValueTask<ReserveOutcome> ReserveAsync(HoldRecord hold, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reservations);
        return store.ReserveAsync(hold, cancellationToken);
    }

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
