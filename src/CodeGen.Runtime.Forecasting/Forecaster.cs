namespace CodeGen.Runtime.Forecasting;

/// <summary>
/// Goes on with series of numbers at equal distances: several models compete on the history itself, and each step is what most of those that were right before agree on. Deterministic; thread-safe.
/// </summary>
public sealed class Forecaster
{
    /// <summary>The most steps ahead.</summary>
    public const int MaxHorizon = 100_000;

    private readonly ForecastOptions _options;

    /// <summary>Makes one.</summary>
    /// <param name="options">How it works; the defaults where it is null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public Forecaster(ForecastOptions? options = null)
    {
        _options = options ?? new ForecastOptions();
        _options.Validate();
    }

    /// <summary>Forecasts.</summary>
    /// <param name="history">The values so far, the oldest first; NaN where one is missing. One at least that is not.</param>
    /// <param name="horizon">How many steps ahead: 1 to 100,000.</param>
    /// <returns>What is expected, with the error of the back-test.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The horizon is out of its range.</exception>
    /// <exception cref="ArgumentException">There is no value, or one is infinite.</exception>
    public Forecast Forecast(ReadOnlySpan<double> history, int horizon)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(horizon);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(horizon, MaxHorizon);
        double[] values = Gaps.Fill(history.Length > _options.MaxHistory ? history[^_options.MaxHistory..] : history, _options.Period);
        Seasons seasons = SeasonDetector.Detect(values, _options.Period);
        return new ForecastRun(values, seasons, horizon).Make();
    }
}
