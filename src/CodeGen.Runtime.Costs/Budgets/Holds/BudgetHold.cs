namespace CodeGen.Runtime.Costs;

/// <summary>
/// An estimate that budgets hold for a call. Settle it with what the call cost, or release it if the call was not made. Thread-safe.
/// </summary>
/// <remarks>
/// Nothing is guessed: a hold that is disposed before either may stand for a call that was made and is invoiced, so it becomes indeterminate at once. It stays charged with its estimate, in
/// <see cref="IBudgets.GetIndeterminateAsync"/>, until it is settled or resolved. The same happens when its lease ends without a heartbeat. A settlement that comes late is always booked,
/// into the windows that it was reserved in, also after a release or a resolution.
/// </remarks>
public sealed class BudgetHold : IAsyncDisposable
{
    private readonly BudgetKeeper _budgets;

    internal BudgetHold(BudgetKeeper budgets, HoldRecord record)
    {
        _budgets = budgets;
        Record = record;
    }

    /// <summary>Its name.</summary>
    public BudgetHoldId Id => Record.Id;

    /// <summary>What is held.</summary>
    public Money Estimate => Record.Estimate;

    /// <summary>Whom it belongs to.</summary>
    public CostAttribution Attribution => Record.Attribution;

    /// <summary>How many budgets hold it.</summary>
    public int BudgetCount => Record.Shares.Count(static share => share.WindowId is not null);

    internal HoldRecord Record { get; }

    /// <summary>Books what the call cost, also where that is more than the estimate or than is left. Again with the same amount it does nothing.</summary>
    /// <param name="actual">What it cost; 0 or more. Where it is in the currency of the estimate, it is converted by the rate of the reservation.</param>
    /// <param name="cancellationToken">Ends the wait for a shared store.</param>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative.</exception>
    /// <exception cref="InvalidOperationException">It was settled with another amount before, or the amount is in a currency from which no rate is known. Nothing is changed then.</exception>
    public ValueTask SettleAsync(Money actual, CancellationToken cancellationToken = default) => _budgets.SettleAsync(Record, actual, cancellationToken);

    /// <summary>Gives the estimate back, because the call was not made. Again it does nothing.</summary>
    /// <param name="cancellationToken">Ends the wait for a shared store.</param>
    /// <returns>Whether it is released; false when it was settled or resolved before.</returns>
    public ValueTask<bool> ReleaseAsync(CancellationToken cancellationToken = default) => _budgets.Store.ReleaseAsync(Record, cancellationToken);

    /// <summary>Lets the lease begin anew: the call is still running.</summary>
    /// <param name="cancellationToken">Ends the wait for a shared store.</param>
    /// <returns>Whether it is still open. One that was indeterminate because its lease had ended is so no more.</returns>
    public ValueTask<bool> HeartbeatAsync(CancellationToken cancellationToken = default) => _budgets.Store.HeartbeatAsync(Record, cancellationToken);

    /// <summary>Makes it indeterminate at once if it was neither settled nor released.</summary>
    public ValueTask DisposeAsync() => Record.State == HoldState.Held ? _budgets.Store.AbandonAsync(Record, CancellationToken.None) : ValueTask.CompletedTask;
}
