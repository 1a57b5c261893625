namespace CodeGen.Runtime.Costs;

/// <summary>
/// For a person, after the shared store was restarted, replaced or flushed: enforced budgets refuse until every node that shared them has said what it booked. Thread-safe.
/// </summary>
public interface IBudgetRecovery
{
    /// <summary>The nodes that have not said what they booked; empty when reservations are possible.</summary>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <exception cref="BudgetUnavailableException">The store cannot be asked.</exception>
    ValueTask<IReadOnlyList<string>> GetMissingAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Says that a node will not come back. What the store still has of its bookings and holds stays counted; what it booked last and the store lost is lost to the budgets, by so much they may be overshot.
    /// </summary>
    /// <param name="node">The node, as <see cref="GetMissingAsync"/> and the log name it.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <returns>Whether it was waited for, or known.</returns>
    /// <exception cref="BudgetUnavailableException">The store cannot be asked.</exception>
    ValueTask<bool> ReleaseAsync(string node, CancellationToken cancellationToken = default);
}
