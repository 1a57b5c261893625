namespace CodeGen.Runtime.Forecasting;

/// <summary>What is abnormal.</summary>
public enum AnomalyKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A value.</summary>
    Point,

    /// <summary>The level: many values are a little off to the same side.</summary>
    LevelShift,
}
