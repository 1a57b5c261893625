namespace CodeGen.Runtime.Costs;

/// <summary>Where a record is.</summary>
/// <param name="Sequence">Its place in the log, of the first one where it was repeated.</param>
/// <param name="Id">Its event.</param>
/// <param name="Status">What became of it.</param>
internal readonly record struct LedgerAppend(long Sequence, EventId Id, LedgerAppendStatus Status);
