namespace CodeGen.Runtime.Costs;

/// <summary>
/// All that was booked by this node, in the order in which it was: the only truth; totals, reports and exports follow from it. Thread-safe; any number may read beside those who book.
/// </summary>
public interface ICostLedger
{
    /// <summary>Whose ledger it is.</summary>
    Guid Node { get; }

    /// <summary>The directory that it lies in.</summary>
    string Path { get; }

    /// <summary>The place of the last record; 0 where there is none yet. Records about budgets lie between those of costs.</summary>
    long LastSequence { get; }

    /// <summary>The place up to which all records survive a failure of power. What is beyond survives the process.</summary>
    long DurableSequence { get; }

    /// <summary>Reads records from a place on.</summary>
    /// <param name="from">The first place; 0 for the oldest that is kept.</param>
    /// <param name="follow">Whether to wait for more at the end.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="LedgerUnavailableException">The directory cannot be used.</exception>
    IAsyncEnumerable<CostLedgerEntry> ReadAsync(long from = 0, bool follow = false, CancellationToken cancellationToken = default);

    /// <summary>Reads so many records at most.</summary>
    /// <param name="from">The first place; 0 for the oldest that is kept.</param>
    /// <param name="limit">How many: 1 to 10,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is another number.</exception>
    CostLedgerPage ReadPage(long from, int limit);

    /// <summary>Reads one record.</summary>
    /// <param name="sequence">Its place.</param>
    /// <returns>The record; <see langword="null"/> where there is none about costs, or none that can be read.</returns>
    CostRecord? Find(long sequence);

    /// <summary>Completes when all that was booked before the call survives a failure of power. Callers at one time share the work.</summary>
    /// <exception cref="LedgerUnavailableException">The disk failed; nothing more is booked.</exception>
    Task FlushAsync();

    /// <summary>Copies the files of full segments to another directory, byte for byte; those that are there already are left alone.</summary>
    /// <param name="directory">Where to; made where there is none.</param>
    /// <returns>The names of the files that were copied.</returns>
    IReadOnlyList<string> Export(string directory);

    /// <summary>Lets somebody who follows the ledger say from which place on the records are still needed: <see cref="DeleteOlderThan"/> asks each time and leaves those alone.</summary>
    /// <param name="firstNeeded">The first place that is needed; 0 for all. Called from any thread; answers at once.</param>
    void KeepFrom(Func<long> firstNeeded);

    /// <summary>
    /// Deletes whole segments whose last record was taken longer ago than this, the oldest first, but none that roll-ups, budgets or whoever called <see cref="KeepFrom"/> still need. What is summed up stays so;
    /// what is to be kept must be exported before.
    /// </summary>
    /// <param name="age">How old; at least the time for which ids are remembered.</param>
    /// <returns>The names of the files that were deleted.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is less than that.</exception>
    IReadOnlyList<string> DeleteOlderThan(TimeSpan age);
}
