namespace CodeGen.Runtime.Costs;

/// <summary>
/// Keeps the sums of budgets and the holds. Each method is one atomic step by the store's own clock.
/// </summary>
/// <remarks>
/// Made so that one script of a shared store can be each method. All that a step touches is known before it: one key a scope (fields are <c>window id</c> × committed, held, alerted), one a hold,
/// one for the list of open holds, under one hash tag. The window is not in a key's name, so the script may choose it by its own clock from <see cref="WindowTable"/>, whose starts and names travel
/// as arguments. Amounts are whole numbers, compared and added only. Nothing has to run when a lease ends: whether a hold is indeterminate follows from its record and the clock.
/// </remarks>
internal interface IBudgetStore
{
    /// <summary>Holds all shares, or none. Writes the windows into the shares, and when it was reserved and when the lease ends into the record.</summary>
    ValueTask<ReserveOutcome> ReserveAsync(HoldRecord hold, CancellationToken cancellationToken);

    /// <summary>Books amounts without holding them before, whatever is left; otherwise like a reservation.</summary>
    ValueTask<(ReserveOutcome Reserved, SettleOutcome Settled)> ChargeAsync(HoldRecord hold, BookedAmounts amounts, CancellationToken cancellationToken);

    /// <summary>Books amounts into the windows that the hold was reserved in, in place of what is held or was booked by a resolution.</summary>
    ValueTask<SettleOutcome> SettleAsync(HoldRecord hold, BookedAmounts amounts, CancellationToken cancellationToken);

    /// <summary>Books amounts for a hold that is indeterminate; not possible for any other.</summary>
    ValueTask<SettleOutcome> ResolveAsync(HoldRecord hold, BookedAmounts amounts, CancellationToken cancellationToken);

    /// <summary>Gives back what is held. Not possible once it was settled or resolved; again it does nothing.</summary>
    ValueTask<bool> ReleaseAsync(HoldRecord hold, CancellationToken cancellationToken);

    /// <summary>Lets the lease end later.</summary>
    ValueTask<bool> HeartbeatAsync(HoldRecord hold, CancellationToken cancellationToken);

    /// <summary>Makes a hold that is still open indeterminate from now on.</summary>
    ValueTask AbandonAsync(HoldRecord hold, CancellationToken cancellationToken);

    /// <summary>The holds that are indeterminate, oldest first.</summary>
    ValueTask<IReadOnlyList<HoldRecord>> IndeterminateAsync(CancellationToken cancellationToken);

    /// <summary>The hold of an id, where it is open, or was indeterminate and has been decided a short while ago.</summary>
    async ValueTask<HoldRecord?> FindAsync(BudgetHoldId id, CancellationToken cancellationToken) =>
        (await IndeterminateAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(hold => hold.Id == id);

    /// <summary>The store's clock, milliseconds since 1970.</summary>
    ValueTask<long> NowAsync(CancellationToken cancellationToken);

    /// <summary>What a window comes to; for rolling periods the window and those before it that count with it.</summary>
    ValueTask<WindowSums> ReadAsync(BudgetScope scope, long windowStart, CancellationToken cancellationToken);

    /// <summary>Who is told of thresholds that a step reached which its caller no longer waits for. A store that does all at once tells nobody.</summary>
    void OnCrossedLater(Func<List<CrossedThreshold>, ValueTask> handler)
    {
    }
}
