namespace CodeGen.Runtime.Costs;

/// <summary>How much more each month costs than the one before. Immutable; thread-safe.</summary>
/// <param name="PerMonth">How much, by the median of the slopes between any two steps; negative where costs fall.</param>
/// <param name="Low">It is not less than this with a probability of 97.5 %, as far as steps are independent.</param>
/// <param name="High">It is not more than this with a probability of 97.5 %.</param>
/// <param name="Relative"><paramref name="PerMonth"/> in shares of the middle month's costs; <see langword="null"/> where these are 0.</param>
public sealed record CostSlope(Money PerMonth, Money Low, Money High, double? Relative)
{
    /// <summary>Whether costs rise or fall for certain: 0 is not between <see cref="Low"/> and <see cref="High"/>.</summary>
    public bool IsClear => (!Low.IsNegative && !Low.IsZero) || High.IsNegative;
}
