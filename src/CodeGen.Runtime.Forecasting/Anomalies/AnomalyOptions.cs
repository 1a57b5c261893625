namespace CodeGen.Runtime.Forecasting;

/// <summary>What an <see cref="AnomalyDetector"/> takes for abnormal.</summary>
public sealed record AnomalyOptions
{
    /// <summary>The highest product of <see cref="Period"/> and <see cref="Seasons"/>: so many values are kept.</summary>
    public const int MaxKept = 100_000;

    /// <summary>The season in points, such as 288 for a day of five-minute values.</summary>
    /// <value>1, no season.</value>
    public int Period { get; init; } = 1;

    /// <summary>With how many seasons before, at the same time, a value is compared. Without a season: with so many values before.</summary>
    /// <value>7; 2 to 100,000.</value>
    public int Seasons { get; init; } = 7;

    /// <summary>From which severity on something is an anomaly: the negative decimal logarithm of how likely it is, so that 3 is one value in a thousand.</summary>
    /// <value>2.6; above 0, to 15.</value>
    public double Threshold { get; init; } = 2.6;

    /// <summary>For how many points after an anomaly another one has to be worse to be told.</summary>
    /// <value>100; 0 to 1,000,000. A shift of the level is told again after the seasons that are kept, at the earliest.</value>
    public int Hold { get; init; } = 100;

    /// <summary>How far a sum of deviations has to go for a shift of the level, in standard deviations (the decision interval of CUSUM).</summary>
    /// <value>20; above 0.</value>
    public double ShiftThreshold { get; init; } = 20;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Period);
        ArgumentOutOfRangeException.ThrowIfLessThan(Seasons, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)Period * Seasons, MaxKept, $"{nameof(Period)} × {nameof(Seasons)}");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Threshold);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Threshold, 15);
        ArgumentOutOfRangeException.ThrowIfNegative(Hold);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Hold, 1_000_000);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ShiftThreshold);
    }
}
