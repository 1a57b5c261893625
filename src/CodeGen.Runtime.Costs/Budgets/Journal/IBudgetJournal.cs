namespace CodeGen.Runtime.Costs;

/// <summary>
/// Where a store of this process writes what it does, before it does it, so that the next process knows. A store calls it inside its atomic step, after all checks and before any change: what
/// throws leaves the store as it was, and the order of the records is that of the steps.
/// </summary>
internal interface IBudgetJournal
{
    /// <summary>The place of the last record. A snapshot that is taken in a step of the store stands for all records up to it.</summary>
    long LastSequence { get; }

    /// <summary>The record up to which budgets have heard of all charges in the ledger. Asked before a snapshot is taken.</summary>
    long ToldCharges { get; }

    /// <summary>The charges of former processes that budgets had not heard of, once it was restored from.</summary>
    IReadOnlyList<LeftCharge> Left { get; }

    /// <summary>Gives a new store what the journal has.</summary>
    /// <param name="create">Makes a store without anything; called again where a snapshot turned out to be unreadable when half of it was taken.</param>
    /// <returns>The store that has it.</returns>
    InProcessBudgetStore Restore(Func<InProcessBudgetStore> create);

    /// <summary>A hold whose windows are chosen. Where this fails, nobody may get the hold.</summary>
    /// <exception cref="LedgerUnavailableException">It could not be written.</exception>
    void Reserved(HoldRecord hold);

    /// <summary>Amounts that are being booked.</summary>
    /// <param name="hold">The hold, or for a charge the record of its windows.</param>
    /// <param name="form">By what way.</param>
    /// <param name="actual">What was spent, as was said.</param>
    /// <param name="shares">For each share of the hold what it does; of a share without a window nothing is read.</param>
    /// <param name="now">The store's clock, milliseconds since 1970.</param>
    /// <exception cref="LedgerUnavailableException">It could not be written.</exception>
    void Booking(HoldRecord hold, BookingForm form, Money actual, ReadOnlySpan<ShareBooking> shares, long now);

    /// <summary>A hold that is being given back.</summary>
    /// <exception cref="LedgerUnavailableException">It could not be written.</exception>
    void Released(HoldRecord hold, long now);

    /// <summary>A hold that is indeterminate from now on. Never fails: after a restart every open hold is.</summary>
    void Abandoned(HoldRecord hold, long now);

    /// <summary>Keeps a snapshot, so that what was recorded before it need not be read again.</summary>
    /// <param name="snapshot">All there is.</param>
    /// <param name="sequence">The last record that it stands for.</param>
    /// <param name="told">The record up to which it has all charges.</param>
    /// <returns>Whether it is kept; why not is logged.</returns>
    Task<bool> SaveAsync(ReadOnlyMemory<byte> snapshot, long sequence, long told);
}
