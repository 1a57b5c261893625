namespace CodeGen.Runtime.Costs;

/// <summary>What is out of the ordinary.</summary>
public enum CostAnomalyKind
{
    /// <summary>The costs of an hour or day.</summary>
    Point,

    /// <summary>The level: many hours or days are a little off to the same side.</summary>
    LevelShift,

    /// <summary>A value of a dimension that was never there before is large.</summary>
    NewValue,
}
