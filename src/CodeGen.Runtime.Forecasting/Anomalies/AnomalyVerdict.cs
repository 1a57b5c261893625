namespace CodeGen.Runtime.Forecasting;

/// <summary>What an <see cref="AnomalyDetector"/> says of a value.</summary>
/// <param name="Value">The value.</param>
/// <param name="Expected">What was usual; NaN where nothing was known.</param>
/// <param name="Usual">Where values usually lie: so wide that one in a thousand is outside, by the errors so far.</param>
/// <param name="Severity">The negative decimal logarithm of how likely it is to be so far off: 3 is one in a thousand. 0 where it is nothing special.</param>
/// <param name="Kind">Whether it is an anomaly that is to be told, and which.</param>
public readonly record struct AnomalyVerdict(double Value, double Expected, ForecastInterval Usual, double Severity, AnomalyKind Kind)
{
    /// <summary>Whether it is an anomaly that is to be told.</summary>
    public bool IsAnomaly => Kind != AnomalyKind.None;
}
