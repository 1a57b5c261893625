namespace CodeGen.Runtime.Forecasting;

/// <summary>What is expected of a series. Immutable; thread-safe.</summary>
public sealed class Forecast
{
    private readonly double[] _mean;
    private readonly ErrorBand _band;
    private readonly Range _range;

    internal Forecast(double[] mean, ErrorBand band, Range range, Seasons seasons, BacktestError error, IReadOnlyList<ForecastWeight> weights)
    {
        _mean = mean;
        _band = band;
        _range = range;
        Period = seasons.Period;
        LongerPeriod = seasons.Longer;
        Error = error;
        Weights = weights;
    }

    /// <summary>The expected value of each step.</summary>
    public IReadOnlyList<double> Mean => _mean;

    /// <summary>The season that was found or given, in points; 1 where there is none.</summary>
    public int Period { get; }

    /// <summary>The longer season that was found, in points; 0 where there is none.</summary>
    public int LongerPeriod { get; }

    /// <summary>How far off such forecasts were before.</summary>
    public BacktestError Error { get; }

    /// <summary>The models and how much each counts.</summary>
    public IReadOnlyList<ForecastWeight> Weights { get; }

    /// <summary>Whether such forecasts were better than repeating the last season. One that was not should not be acted on.</summary>
    public bool IsBetterThanNaive => Error.Relative < 1;

    /// <summary>Where the value of a step lies with a probability.</summary>
    /// <param name="step">The step, from 0 on.</param>
    /// <param name="level">The probability, such as 0.95; above 0, below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step or the probability is out of its range.</exception>
    public ForecastInterval Interval(int step, double level)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(step, _mean.Length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(level, 1);
        double reach = _band.Reach(level, step);

        // Values that were never below zero are not expected there; upwards nothing is cut off, since that is where surprises are.
        return new ForecastInterval(_range.Low >= 0 ? Math.Max(0, _mean[step] - reach) : _mean[step] - reach, _mean[step] + reach);
    }
}
