namespace CodeGen.Runtime.Costs;

/// <summary>
/// Where the account of a node is written down, so that it outlives its process. Called in order, one call at a time. What the store is about to be told is written before, what it has done after its
/// answer: between the two a process may end, and whether the store has done it is then found out from the store.
/// </summary>
internal interface INodeJournal
{
    /// <summary>The place of the last record.</summary>
    long LastSequence { get; }

    /// <summary>Gives what former processes of this node have written.</summary>
    /// <param name="scopes">Finds budgets.</param>
    /// <param name="node">The number of the node where none is written down yet.</param>
    NodeImage Restore(SharedScopes scopes, ulong node);

    /// <summary>The charges of former processes that budgets had not heard of, once it was restored from.</summary>
    IReadOnlyList<LeftCharge> Left { get; }

    /// <summary>A hold of this node is in the store. Where this fails, nobody may get the hold.</summary>
    /// <exception cref="LedgerUnavailableException">It could not be written.</exception>
    void Reserved(HoldRecord hold);

    /// <summary>The store is about to be told of a step.</summary>
    /// <param name="step">What is about to be done.</param>
    /// <param name="isOwn">Whether its hold is one that was told of.</param>
    /// <exception cref="LedgerUnavailableException">It could not be written; then it is not done.</exception>
    void Intended(WaitingStep step, bool isOwn);

    /// <summary>A step is done, or turned out to count otherwise. Never fails: what was intended is written down.</summary>
    /// <param name="step">What was done.</param>
    /// <param name="changes">What that changed in the account.</param>
    /// <param name="replaced">As <see cref="NodeClosing.Replaced"/>.</param>
    void Booked(WaitingStep step, IReadOnlyList<NodeBooking> changes, string replaced);

    /// <summary>A hold is open no more, and this node has booked nothing for it. Never fails.</summary>
    void Released(HoldRecord hold);

    /// <summary>A step will not be done. Never fails.</summary>
    void Withdrawn(WaitingStep step);

    /// <summary>The store has other sums of this node than the journal, which has lost its newest records. Never fails.</summary>
    void Corrected(IReadOnlyList<NodeBooking> changes);

    /// <summary>Who this node is from now on.</summary>
    /// <param name="identity">Its number, the epoch that it belongs to, and the nodes that it knows.</param>
    /// <param name="forgotten">Whether what it booked so far is somebody else's account.</param>
    /// <exception cref="LedgerUnavailableException">It could not be written.</exception>
    void Joined(NodeIdentity identity, bool forgotten);

    /// <summary>Keeps a snapshot, so that what was recorded before it need not be read again.</summary>
    /// <param name="capture">Gives all there is, and the last record that it stands for.</param>
    /// <returns>Whether it is kept; why not is logged.</returns>
    Task<bool> SaveAsync(Func<(NodeImage Image, long Sequence)> capture);
}
