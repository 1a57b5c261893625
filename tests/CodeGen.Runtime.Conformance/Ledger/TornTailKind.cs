namespace CodeGen.Runtime.Conformance.Ledger;

/// <summary>What a power failure between two flushes may leave behind the last record that was acknowledged.</summary>
internal enum TornTailKind
{
    /// <summary>A record without its commit word.</summary>
    Unfinished,

    /// <summary>A record whose first page reached the disk and whose rest did not.</summary>
    Garbled,

    /// <summary>Nothing of what was not acknowledged.</summary>
    Emptied,

    /// <summary>Some pages of it and others not.</summary>
    LostPages,

    /// <summary>The file is shorter.</summary>
    Cut,
}
