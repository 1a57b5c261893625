namespace CodeGen.Runtime.Costs;

/// <summary>An hour or day with costs out of the ordinary. Amounts are rounded to a billionth of a unit. Immutable; thread-safe.</summary>
/// <param name="From">Its first instant, UTC.</param>
/// <param name="Until">The first instant after it, UTC.</param>
/// <param name="Kind">What is out of the ordinary.</param>
/// <param name="Severity">The negative decimal logarithm of how likely it is to be so far off: 3 is one in a thousand. 0 of a shift of the level or a new value that is nothing special by itself.</param>
/// <param name="Actual">What it cost.</param>
/// <param name="Expected">What was usual.</param>
/// <param name="Low">Usual costs are hardly ever less than this, which is 0 or more,</param>
/// <param name="High">and hardly ever more than this.</param>
/// <param name="Explanations">The dimensions that explain it, the best first. One that explains nothing is left out.</param>
public sealed record CostAnomaly(
    DateTimeOffset From, DateTimeOffset Until, CostAnomalyKind Kind, double Severity, Money Actual, Money Expected, Money Low, Money High, IReadOnlyList<CostExplanation> Explanations)
{
    /// <summary>How much it is off.</summary>
    public Money Change => Actual - Expected;
}
