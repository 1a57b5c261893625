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

    /// <summary>Learns and forecasts.</summary>
    /// <param name="history">The values so far, the oldest first; NaN where one is missing. One at least that is not.</param>
    /// <param name="horizon">How many steps ahead: 1 to 100,000.</param>
    /// <param name="events">What is known to have moved it and will move it. The error of the back-test is that of the history without them.</param>
    /// <returns>What is expected, with the error of the back-test.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The horizon is out of its range.</exception>
    /// <exception cref="ArgumentException">There is no value, one is infinite, or an event lasts for no point.</exception>
    public Forecast Forecast(ReadOnlySpan<double> history, int horizon, IReadOnlyList<ForecastEvent>? events = null) => Learn(history, horizon, events).Forecast(history, events);

    /// <summary>Learns which models suit a series, for many forecasts as it grows.</summary>
    /// <param name="history">The values so far, the oldest first; NaN where one is missing. One at least that is not.</param>
    /// <param name="horizon">How many steps ahead: 1 to 100,000.</param>
    /// <param name="events">What is known to have moved it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The horizon is out of its range.</exception>
    /// <exception cref="ArgumentException">There is no value, one is infinite, or an event lasts for no point.</exception>
    public ForecastPlan Learn(ReadOnlySpan<double> history, int horizon, IReadOnlyList<ForecastEvent>? events = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(horizon);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(horizon, MaxHorizon);
        double[] values = PreparedHistory.Of(history, _options, events).Values;
        Seasons seasons = SeasonDetector.Detect(values, _options.Period);
        return new ForecastPlan(new Competition(values, seasons, horizon).Result(), _options, horizon);
    }
}
