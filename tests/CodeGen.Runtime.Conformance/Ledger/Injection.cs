using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Conformance.Ledger;

/// <summary>Bytes of a segment that were changed on purpose.</summary>
/// <param name="Segment">The segment's number.</param>
/// <param name="Start">The first byte.</param>
/// <param name="End">The byte after the last.</param>
/// <param name="IsCut">Whether the file ends there now.</param>
/// <param name="Lost">The record that is lost by it; 0 where none is.</param>
internal readonly record struct Injection(long Segment, long Start, long End, bool IsCut = false, long Lost = 0)
{
    /// <summary>Whether what a ledger tells can come from it.</summary>
    public bool Explains(LedgerDamage damage) =>
        damage.Segment == Segment && (IsCut || damage.Bytes == 0 || (damage.Offset < End && Start < damage.Offset + damage.Bytes));

    /// <summary>Whether a ledger tells by it that this record is lost, and where.</summary>
    public bool IsNamedBy(LedgerDamage damage) => Explains(damage) && damage.FirstSequence <= Lost && Lost <= damage.LastSequence;
}
