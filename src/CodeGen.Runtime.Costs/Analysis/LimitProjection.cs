namespace CodeGen.Runtime.Costs;

/// <summary>When a limit will be passed within a period.</summary>
/// <param name="Probability">How likely it is passed before the period ends: 0 to 1.</param>
/// <param name="Early">When it is passed in the tenth of those ways that pass it first; null where none does.</param>
/// <param name="Expected">When it is passed by half of those ways that pass it.</param>
/// <param name="Late">When it is passed by nine tenths of those ways that pass it.</param>
public sealed record LimitProjection(double Probability, DateTimeOffset? Early, DateTimeOffset? Expected, DateTimeOffset? Late);
