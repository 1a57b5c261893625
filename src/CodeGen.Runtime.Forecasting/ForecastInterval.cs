namespace CodeGen.Runtime.Forecasting;

/// <summary>Where a value is expected to lie.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
public readonly record struct ForecastInterval(double Low, double High);
