namespace CodeGen.Runtime.Costs;

/// <summary>What a unit cost is of.</summary>
public enum UnitCostKind
{
    /// <summary>A call of a model.</summary>
    PerRequest,

    /// <summary>A thousand tokens of answers.</summary>
    PerThousandOutputTokens,
}
