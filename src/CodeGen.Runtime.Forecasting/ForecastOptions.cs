namespace CodeGen.Runtime.Forecasting;

/// <summary>How a <see cref="Forecaster"/> works.</summary>
public sealed record ForecastOptions
{
    /// <summary>The highest <see cref="MaxHistory"/>.</summary>
    public const int HighestMaxHistory = 1_000_000;

    /// <summary>How many of the last points are used; earlier ones are left out.</summary>
    /// <value>4,000; 10 to 1,000,000. Time and memory grow with it.</value>
    public int MaxHistory { get; init; } = 4_000;

    /// <summary>The season in points where it is known, such as 24 for hours. A longer season that is a multiple of it is looked for.</summary>
    /// <value>0: it is looked for; 1 to 100,000, where 1 is no season that is known, and it is looked for as well.</value>
    public int Period { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxHistory, 10);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxHistory, HighestMaxHistory);
        ArgumentOutOfRangeException.ThrowIfNegative(Period);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Period, 100_000);
    }
}
