namespace CodeGen.Runtime.Costs;

/// <summary>A place of the ledger whose records cannot be read. Immutable, thread-safe.</summary>
/// <param name="FirstSequence">The first record that is lost there.</param>
/// <param name="LastSequence">The last one; below <paramref name="FirstSequence"/> where none is. Where their number cannot be known, the highest possible.</param>
/// <param name="Message">What is wrong, in which file and where, and what can be done.</param>
public sealed record LedgerProblem(long FirstSequence, long LastSequence, string Message)
{
    internal static LedgerProblem Of(LedgerDamage damage) => new(damage.FirstSequence, damage.LastSequence, damage.ToString());

    internal static LedgerProblem Of(in RecordHeader header, UnreadableRecordException e) => new(
        header.Sequence,
        header.Sequence,
        $"Record {header.Sequence} of the ledger, event {header.Id}, cannot be read: {e.Message}. Read it with the version of the library that wrote it.");
}
