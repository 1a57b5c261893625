namespace CodeGen.Runtime.Conformance.Ledger;

/// <summary>A record that the ledger has told of.</summary>
/// <param name="Sequence">Its place.</param>
/// <param name="Variant">Which variant; -1 where a refused delivery has only told that there is another.</param>
/// <param name="WasAppended">Whether the call that made it has been heard of, and not only one that repeated it.</param>
internal readonly record struct KnownRecord(long Sequence, int Variant, bool WasAppended);
