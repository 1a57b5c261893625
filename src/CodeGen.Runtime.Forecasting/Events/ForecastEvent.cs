namespace CodeGen.Runtime.Forecasting;

/// <summary>Something that is known to move a series: a release, the end of a sprint, a holiday. Of events of the same name those of the past say what one of the future does.</summary>
/// <param name="Name">What happens.</param>
/// <param name="Start">At which point it begins, counted from the first point of the history; it may lie beyond the end.</param>
/// <param name="Length">For how many points it lasts: 1 or more.</param>
public sealed record ForecastEvent(string Name, int Start, int Length);
