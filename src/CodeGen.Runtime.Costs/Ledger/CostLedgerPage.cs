namespace CodeGen.Runtime.Costs;

/// <summary>Some records of the ledger in order. Immutable, thread-safe.</summary>
/// <param name="Records">The records.</param>
/// <param name="Problems">The places between them whose records cannot be read.</param>
/// <param name="Next">Where the next page begins.</param>
/// <param name="IsEnd">Whether there was nothing more.</param>
public sealed record CostLedgerPage(IReadOnlyList<CostRecord> Records, IReadOnlyList<LedgerProblem> Problems, long Next, bool IsEnd);
