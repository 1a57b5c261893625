namespace CodeGen.Runtime.Forecasting;

/// <summary>What a <see cref="KeyedAnomalyDetector"/> says of a step.</summary>
/// <param name="Total">Of the sum of all parts.</param>
/// <param name="Contributions">The parts, those first that carry most of the deviation of the sum.</param>
/// <param name="NewKeys">Parts that were never there before and are large.</param>
public sealed record KeyedAnomalyVerdict(AnomalyVerdict Total, IReadOnlyList<Contribution> Contributions, IReadOnlyList<Contribution> NewKeys)
{
    /// <summary>Whether something is to be told.</summary>
    public bool IsAnomaly => Total.IsAnomaly || NewKeys.Count > 0;
}
