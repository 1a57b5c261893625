namespace CodeGen.Runtime.Costs;

/// <summary>What the records of a ledger are. The numbers are part of the format and never change their meaning.</summary>
internal enum LedgerRecordKind : byte
{
    /// <summary>What something cost.</summary>
    Charge = 1,

    /// <summary>A correction: what a charge before it costs more or less than it said, and why.</summary>
    Adjust = 2,

    /// <summary>What something would have cost and did not, such as a call that a cache answered. Never part of a total of costs.</summary>
    Saving = 3,

    /// <summary>What budgets hold for a call, with the windows that hold it.</summary>
    Reserve = 16,

    /// <summary>What budgets booked, for a hold or without one.</summary>
    Settle = 17,

    /// <summary>A hold that was given back.</summary>
    Void = 18,

    /// <summary>Who this node is among those that share budgets, and what it knows of them.</summary>
    Node = 19,
}
