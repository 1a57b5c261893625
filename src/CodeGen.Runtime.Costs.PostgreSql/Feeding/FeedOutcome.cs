namespace CodeGen.Runtime.Costs;

/// <summary>What became of a batch. Immutable.</summary>
/// <param name="Booked">How many records are in the sums.</param>
/// <param name="Duplicates">How many were booked before through another node, or follow such a record.</param>
/// <param name="Conflicts">Those whose id belongs to another event.</param>
/// <param name="Problems">Places that could not be read and were not told before.</param>
internal sealed record FeedOutcome(int Booked, int Duplicates, IReadOnlyList<FeedConflict> Conflicts, IReadOnlyList<LedgerProblem> Problems);
