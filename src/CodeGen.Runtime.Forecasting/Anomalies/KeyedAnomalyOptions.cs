namespace CodeGen.Runtime.Forecasting;

/// <summary>What a <see cref="KeyedAnomalyDetector"/> takes for abnormal.</summary>
public sealed record KeyedAnomalyOptions
{
    /// <summary>How the sum is watched; what is usual for a part is taken over the same season.</summary>
    public AnomalyOptions Total { get; init; } = new();

    /// <summary>How many parts are told apart; what comes after is one part together, <see cref="KeyedAnomalyDetector.OtherKeys"/>.</summary>
    /// <value>1,000; 1 to 100,000.</value>
    public int MaxKeys { get; init; } = 1_000;

    /// <summary>From which share of the usual sum on a part that was never there before is told.</summary>
    /// <value>0.1; above 0.</value>
    public double NewKeyShare { get; init; } = 0.1;

    /// <summary>For how many steps at the beginning no part counts as new.</summary>
    /// <value>24; 0 or more.</value>
    public int Warmup { get; init; } = 24;

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Total);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxKeys);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxKeys, 100_000);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(NewKeyShare);
        ArgumentOutOfRangeException.ThrowIfNegative(Warmup);
    }
}
