namespace CodeGen.Runtime.Costs;

/// <summary>What a value of a dimension has to do with an anomaly. Immutable; thread-safe.</summary>
/// <param name="Value">The value, such as a project's name; <see langword="null"/> of what has none, and of <see cref="IsOther"/>.</param>
/// <param name="Actual">What it cost.</param>
/// <param name="Expected">What was usual by its own history; 0 of a new one.</param>
/// <param name="Change">The difference. Those of a dimension sum up to that of the anomaly exactly.</param>
/// <param name="Share"><paramref name="Change"/> in shares of the anomaly's; negative where it went the other way.</param>
/// <param name="IsNew">Whether it was never there before.</param>
/// <param name="IsOther">Whether these are all other values together.</param>
public sealed record CostContribution(string? Value, Money Actual, Money Expected, Money Change, double Share, bool IsNew, bool IsOther);
