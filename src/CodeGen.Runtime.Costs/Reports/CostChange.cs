namespace CodeGen.Runtime.Costs;

/// <summary>How figures differ from those of another time. Immutable, thread-safe.</summary>
/// <param name="Previous">The other figures; <see langword="null"/> where there is nothing of it in the other time.</param>
/// <param name="Differences">Costs of this time less those of the other, by currency.</param>
/// <param name="ConvertedDifference">The same of converted costs; <see langword="null"/> where something is not converted.</param>
/// <param name="Ratio">Converted costs of this time divided by those of the other, six decimals; <see langword="null"/> where something is not converted, or there was nothing.</param>
public sealed record CostChange(CostFigures? Previous, IReadOnlyList<Money> Differences, Money? ConvertedDifference, decimal? Ratio)
{
    /// <summary>Whether there is nothing of it in the other time.</summary>
    public bool IsNew => Previous is null;
}
