using System.Diagnostics.CodeAnalysis;

namespace CodeGen.Runtime.Costs;

/// <summary>What a reader of the ledger comes to: a record, or a place where records cannot be read. An immutable value; thread-safe.</summary>
[SuppressMessage("Performance", "CA1815:Override equals and operator equals on value types", Justification = "Records are told apart by their sequence.")]
public readonly struct CostLedgerEntry
{
    internal CostLedgerEntry(CostRecord record) => Record = record;

    internal CostLedgerEntry(LedgerProblem problem) => Problem = problem;

    /// <summary>Whether it is a record.</summary>
    [MemberNotNullWhen(true, nameof(Record))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsRecord => Record is not null;

    /// <summary>The record.</summary>
    public CostRecord? Record { get; }

    /// <summary>What cannot be read, and why.</summary>
    public LedgerProblem? Problem { get; }
}
