namespace CodeGen.Runtime.Costs;

/// <summary>What became of a record that was handed in.</summary>
internal enum LedgerAppendStatus
{
    /// <summary>It is new and was taken.</summary>
    Appended,

    /// <summary>It was there already; nothing was added.</summary>
    Repeated,

    /// <summary>It was taken, but its id's time is outside the window of remembrance: whether it had been taken before is not known. The record says so too.</summary>
    AppendedUnremembered,
}
