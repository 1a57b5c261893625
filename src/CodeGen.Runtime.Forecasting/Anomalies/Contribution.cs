namespace CodeGen.Runtime.Forecasting;

/// <summary>What one part has to do with a deviation of the whole.</summary>
/// <param name="Key">The part: a project, a model, a user.</param>
/// <param name="Value">Its value.</param>
/// <param name="Expected">What was usual for it; 0 for a new one.</param>
/// <param name="IsNew">Whether it was never there before.</param>
public readonly record struct Contribution(string Key, double Value, double Expected, bool IsNew)
{
    /// <summary>How far it is off.</summary>
    public double Deviation => Value - Expected;
}
