namespace CodeGen.Runtime.Costs;

/// <summary>A payload that is whole by its checksum and yet says nothing that this version understands. Readers turn it into a <see cref="LedgerProblem"/>.</summary>
internal sealed class UnreadableRecordException(string message) : Exception(message);
