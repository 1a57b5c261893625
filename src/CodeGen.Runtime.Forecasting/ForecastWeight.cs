namespace CodeGen.Runtime.Forecasting;

/// <summary>How much a model counts.</summary>
/// <param name="Model">The model, by its name.</param>
/// <param name="Weight">Its share; those of all models sum to 1.</param>
public readonly record struct ForecastWeight(string Model, double Weight);
