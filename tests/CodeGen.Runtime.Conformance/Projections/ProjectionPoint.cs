namespace CodeGen.Runtime.Conformance.Projections;

/// <summary>What was said of a period at one instant of it, beside what it came to.</summary>
/// <param name="Day">After which day; null where it is no end of one.</param>
/// <param name="Tenth">After which tenth; null where it is none's end.</param>
/// <param name="Expected">What half of the ways stay below.</param>
/// <param name="Linear">The mean rate so far times the length.</param>
/// <param name="Middle80">From where to where four fifths of the ways come.</param>
/// <param name="Middle95">From where to where 95 % of them come.</param>
/// <param name="Truth">What it came to.</param>
internal sealed record ProjectionPoint(int? Day, int? Tenth, double Expected, double Linear, (double Low, double High) Middle80, (double Low, double High) Middle95, double Truth)
{
    /// <summary>In per cent of what it came to.</summary>
    public double Error => 100 * Math.Abs(Expected - Truth) / Truth;

    public double LinearError => 100 * Math.Abs(Linear - Truth) / Truth;

    public bool IsIn80 => Truth >= Middle80.Low && Truth <= Middle80.High;

    public bool IsIn95 => Truth >= Middle95.Low && Truth <= Middle95.High;
}
