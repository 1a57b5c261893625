namespace CodeGen.Runtime.Costs;

/// <summary>
/// Books what was used: priced, attributed, in the ledger before the call returns, so that it survives the process. <see cref="CostTrackerExtensions"/> has the shorter ways. Thread-safe.
/// </summary>
/// <remarks>
/// A call that was made costs money whatever is known about it, so nothing that was used is refused for want of a price: it is booked without an amount, the log tells it, and
/// <see cref="RepriceAsync"/> books the difference once the price is known. Refused is only what cannot be true.
/// </remarks>
public interface ICostTracker
{
    /// <summary>What has been booked, by category and currency, corrections included and savings not: of all records that the ledger holds, and of those deleted since that are in the roll-ups.</summary>
    CostTotals Totals { get; }

    /// <summary>Books a use, and counts it in the budgets that it concerns. Kill-durable when it returns: it survives the process, and the machine once the system has written it.</summary>
    /// <param name="use">What was used.</param>
    /// <param name="terms">Whose, when, under which id.</param>
    /// <exception cref="ImpossibleUsageException">The tokens cannot be true.</exception>
    /// <exception cref="ArgumentException">A quantity is not of what the price is for, or the id is of another version than 7.</exception>
    /// <exception cref="LedgerConflictException">The id belongs to something else that was used.</exception>
    /// <exception cref="LedgerUnavailableException">No room on the disk, or it failed. Nothing is booked.</exception>
    CostReceipt Track(in CostUse use, in CostTerms terms = default);

    /// <summary>Books a use as <see cref="Track"/> does, and completes when it survives a failure of power; where there is an <see cref="IDurabilityGate"/>, when that has it as well.</summary>
    /// <param name="use">What was used.</param>
    /// <param name="terms">Whose, when, under which id.</param>
    /// <exception cref="IOException">The gate did not confirm it in time. The ledger has it; handed in again with its event id it is booked once.</exception>
    Task<CostReceipt> TrackDurableAsync(CostUse use, CostTerms terms = default);

    /// <summary>
    /// Books what a call came to for which a budget holds an estimate, first in the ledger, then in the budgets. Where no price is known the hold stays charged with its estimate, among those that are
    /// indeterminate.
    /// </summary>
    /// <param name="hold">The hold. Its attribution is that of the charge, unless the terms name one.</param>
    /// <param name="use">What was used.</param>
    /// <param name="terms">When, under which id.</param>
    /// <param name="cancellationToken">Ends the wait for a shared store of budgets; the ledger has the charge then.</param>
    ValueTask<CostReceipt> SettleAsync(BudgetHold hold, CostUse use, CostTerms terms = default, CancellationToken cancellationToken = default);

    /// <summary>Books what something would have cost and did not, such as a call that a cache answered. It is no cost, and in no budget.</summary>
    /// <param name="use">What would have been used.</param>
    /// <param name="terms">Whose, when, under which id, why.</param>
    CostReceipt TrackSaving(in CostUse use, in CostTerms terms = default);

    /// <summary>What a use would cost now or when it says, for a reservation. Nothing is booked.</summary>
    /// <param name="use">What would be used at most.</param>
    /// <param name="at">When; the default is now.</param>
    /// <exception cref="UnknownPriceException">No price is known, and none is named as a ceiling: what cannot be estimated cannot be reserved.</exception>
    Money Estimate(in CostUse use, DateTimeOffset? at = null);

    /// <summary>Books that a charge came to more or less than it says, such as by a credit of the provider.</summary>
    /// <param name="sequence">The charge's place in the ledger.</param>
    /// <param name="difference">How much more, or less where it is negative; in any currency.</param>
    /// <param name="reason">Why; at most 256 characters are kept.</param>
    /// <param name="eventId">The correction's id, where it may be handed in more than once.</param>
    /// <exception cref="ArgumentException">There is no such charge.</exception>
    CostReceipt Adjust(long sequence, Money difference, string reason, Guid? eventId = null);

    /// <summary>Takes a charge back, with what was corrected of it since. Again it does nothing.</summary>
    /// <param name="sequence">The charge's place in the ledger.</param>
    /// <param name="reason">Why; at most 256 characters are kept.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>What was booked; <see langword="null"/> where nothing was left to be taken back.</returns>
    /// <exception cref="ArgumentException">There is no such charge.</exception>
    ValueTask<CostReceipt?> ReverseAsync(long sequence, string reason, CancellationToken cancellationToken = default);

    /// <summary>Prices the charges of a time again by the prices that are known now, and books the differences as corrections. Again it does nothing.</summary>
    /// <param name="from">The first event time.</param>
    /// <param name="until">The first event time after it.</param>
    /// <param name="cancellationToken">Ends it between two corrections; those that were booked stay.</param>
    /// <returns>How many charges were corrected, and by how much.</returns>
    ValueTask<Repricing> RepriceAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken = default);
}
