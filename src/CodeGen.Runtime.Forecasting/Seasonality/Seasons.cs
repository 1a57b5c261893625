namespace CodeGen.Runtime.Forecasting;

/// <summary>The seasons of a series, in points.</summary>
/// <param name="Period">The shorter one; 1 where there is none.</param>
/// <param name="Longer">A longer one that is a multiple of it; 0 where there is none.</param>
internal readonly record struct Seasons(int Period, int Longer)
{
    /// <summary>No season.</summary>
    public static readonly Seasons None = new(1, 0);

    /// <summary>The longest one; 1 where there is none.</summary>
    public int Longest => Longer > 0 ? Longer : Period;
}
