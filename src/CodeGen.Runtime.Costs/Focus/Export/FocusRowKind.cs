namespace CodeGen.Runtime.Costs;

/// <summary>What a row of an export is.</summary>
internal enum FocusRowKind
{
    /// <summary>What was used, at the price that its billing period ended with.</summary>
    Usage,

    /// <summary>What a price or a charge of an earlier billing period was corrected by.</summary>
    Correction,

    /// <summary>What somebody added or took off by hand.</summary>
    ByHand,

    /// <summary>The same, of an earlier billing period.</summary>
    ByHandLater,
}
