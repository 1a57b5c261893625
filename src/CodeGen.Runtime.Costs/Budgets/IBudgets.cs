namespace CodeGen.Runtime.Costs;

/// <summary>
/// Budgets: what may still be spent is the limit less what is booked less what is held. Reserve before a call, settle after it. Thread-safe.
/// </summary>
/// <remarks>
/// A reservation concerns all budgets whose scope its attribution has, eight at most, and is held by all of them or by none, in one atomic step. An enforced budget is never overshot as long as
/// estimates are ceilings; otherwise by at most what actual costs exceed their estimates. Where an attribution is a parameter, it is laid over the current one of <see cref="CostContext"/>.
/// </remarks>
public interface IBudgets
{
    /// <summary>How many budgets may concern one reservation: 8.</summary>
    public const int MaxScopes = 8;

    /// <summary>All budgets, by name.</summary>
    IReadOnlyList<BudgetDefinition> Definitions { get; }

    /// <summary>Holds an estimate in all budgets that it concerns, or in none.</summary>
    /// <param name="estimate">What the call costs at most; 0 or more.</param>
    /// <param name="attribution">Whom it belongs to.</param>
    /// <param name="cancellationToken">Ends the wait for a shared store.</param>
    /// <returns>The hold, or the refusal: the first budget, by name, that has too little left.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The estimate is negative.</exception>
    /// <exception cref="InvalidOperationException">It concerns more than <see cref="MaxScopes"/> budgets, or an enforced budget is in another currency and no rate of the day is known.</exception>
    ValueTask<BudgetReservation> TryReserveAsync(Money estimate, CostAttribution? attribution = null, CancellationToken cancellationToken = default);

    /// <summary>Holds an estimate in all budgets that it concerns.</summary>
    /// <param name="estimate">What the call costs at most; 0 or more.</param>
    /// <param name="attribution">Whom it belongs to.</param>
    /// <param name="cancellationToken">Ends the wait for a shared store.</param>
    /// <returns>The hold. Settle or release it, and dispose it.</returns>
    /// <exception cref="BudgetExceededException">A budget has too little left.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The estimate is negative.</exception>
    /// <exception cref="InvalidOperationException">It concerns more than <see cref="MaxScopes"/> budgets, or an enforced budget is in another currency and no rate of the day is known.</exception>
    ValueTask<BudgetHold> ReserveAsync(Money estimate, CostAttribution? attribution = null, CancellationToken cancellationToken = default);

    /// <summary>Books what was spent without a reservation. It is always booked, whatever is left; budgets in another currency without a rate count it in <see cref="BudgetStatus.Unconverted"/>.</summary>
    /// <param name="actual">What it cost; 0 or more.</param>
    /// <param name="attribution">Whom it belongs to.</param>
    /// <param name="cancellationToken">Ends the wait for a shared store.</param>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative.</exception>
    /// <exception cref="InvalidOperationException">It concerns more than <see cref="MaxScopes"/> budgets.</exception>
    ValueTask ChargeAsync(Money actual, CostAttribution? attribution = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Books what a hold came to, by its name: for a call whose process has ended, or whose <see cref="BudgetHold"/> nobody has any more. Like <see cref="BudgetHold.SettleAsync"/>, also where the hold
    /// is indeterminate or was resolved. Again with the same amount it does nothing.
    /// </summary>
    /// <param name="id">The hold.</param>
    /// <param name="actual">What it cost; 0 or more.</param>
    /// <param name="cancellationToken">Ends the wait for a shared store.</param>
    /// <returns>Whether there is such a hold that is open, or that was indeterminate and was resolved or settled since (the last 4,096 of those are known); otherwise nothing is done.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative.</exception>
    /// <exception cref="InvalidOperationException">It was settled with another amount before, or the amount is in a currency from which no rate is known. Nothing is changed then.</exception>
    ValueTask<bool> SettleAsync(BudgetHoldId id, Money actual, CancellationToken cancellationToken = default);

    /// <summary>How a budget stands.</summary>
    /// <param name="budget">Its name.</param>
    /// <param name="at">An instant of the window in question; without one, now. Of windows before the last 128 only those with open holds are known.</param>
    /// <param name="cancellationToken">Ends the wait for a shared store.</param>
    /// <returns>The status, or <see langword="null"/> where the period has no window then.</returns>
    /// <exception cref="ArgumentException">There is no such budget.</exception>
    ValueTask<BudgetStatus?> GetStatusAsync(string budget, DateTimeOffset? at = null, CancellationToken cancellationToken = default);

    /// <summary>The holds of which nobody said what they came to: abandoned, or without a heartbeat for longer than their lease. They stay charged with their estimates. Oldest first.</summary>
    /// <param name="cancellationToken">Ends the wait for a shared store.</param>
    ValueTask<IReadOnlyList<IndeterminateHold>> GetIndeterminateAsync(CancellationToken cancellationToken = default);

    /// <summary>Says what an indeterminate hold came to, because its holder did not. If the holder settles it later after all, the settlement replaces this.</summary>
    /// <param name="id">The hold.</param>
    /// <param name="actual">What it came to, 0 or more; 0 gives it back.</param>
    /// <param name="cancellationToken">Ends the wait for a shared store.</param>
    /// <returns>Whether it was indeterminate; otherwise nothing is done.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative.</exception>
    /// <exception cref="InvalidOperationException">No rate is known to a budget's currency.</exception>
    ValueTask<bool> ResolveAsync(BudgetHoldId id, Money actual, CancellationToken cancellationToken = default);

    /// <summary>Lets a policy say what indeterminate holds came to.</summary>
    /// <param name="policy">What a hold came to, or <see langword="null"/> to leave it.</param>
    /// <param name="cancellationToken">Ends the wait for a shared store.</param>
    /// <returns>How many were resolved.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An amount is negative.</exception>
    /// <exception cref="InvalidOperationException">No rate is known to a budget's currency.</exception>
    ValueTask<int> ResolveAsync(Func<IndeterminateHold, Money?> policy, CancellationToken cancellationToken = default);
}
