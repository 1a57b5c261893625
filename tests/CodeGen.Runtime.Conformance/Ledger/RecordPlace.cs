namespace CodeGen.Runtime.Conformance.Ledger;

/// <summary>Where a record lies.</summary>
/// <param name="Sequence">Which record.</param>
/// <param name="Offset">Where its header begins.</param>
/// <param name="PayloadLength">How long its payload is.</param>
/// <param name="Extent">How far it is to the next.</param>
internal readonly record struct RecordPlace(long Sequence, long Offset, int PayloadLength, int Extent);
