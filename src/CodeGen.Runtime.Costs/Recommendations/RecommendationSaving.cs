namespace CodeGen.Runtime.Costs;

/// <summary>How much a recommendation would have saved. Immutable; thread-safe.</summary>
/// <param name="PerMonth">A month: what was found in the time of the replay, scaled to one.</param>
/// <param name="Low">A month: 2.5 % of resampled days save less.</param>
/// <param name="High">A month: 2.5 % of resampled days save more.</param>
/// <param name="Replayed">In the time of the replay, as it is.</param>
/// <param name="Cost">What was paid in that time for what it is about.</param>
/// <param name="Charges">How many charges that was.</param>
/// <param name="Days">On how many days there were any.</param>
public sealed record RecommendationSaving(Money PerMonth, Money Low, Money High, Money Replayed, Money Cost, long Charges, int Days)
{
    /// <summary><see cref="Replayed"/> as a part of <see cref="Cost"/>, six decimals; 0 where nothing was paid.</summary>
    public decimal Share => Cost.IsZero ? 0 : Math.Round(Replayed.ToDecimal() / Cost.ToDecimal(), 6);
}
