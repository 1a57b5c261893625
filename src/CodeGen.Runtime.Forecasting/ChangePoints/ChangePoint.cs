namespace CodeGen.Runtime.Forecasting;

/// <summary>A place at which the level of a series changed for good.</summary>
/// <param name="Index">The first point of the new level.</param>
/// <param name="Before">The mean before it, without the season, since the change before.</param>
/// <param name="After">The mean from it on, until the next change.</param>
public readonly record struct ChangePoint(int Index, double Before, double After);
