namespace CodeGen.Runtime.Forecasting;

/// <summary>What is expected of a series. Immutable; thread-safe.</summary>
public sealed class Forecast
{
    private readonly double[] _mean;
    private readonly ErrorBand _band;
    private readonly bool _mayBeNegative;

    internal Forecast(double[] mean, ForecastPlan plan, ErrorBand band, bool mayBeNegative)
    {
        _mean = mean;
        _band = band;
        _mayBeNegative = mayBeNegative;
        Plan = plan;
    }

    /// <summary>The expected value of each step.</summary>
    public IReadOnlyList<double> Mean => _mean;

    /// <summary>How it was made.</summary>
    public ForecastPlan Plan { get; }

    /// <summary>How far off such forecasts were before.</summary>
    public BacktestError Error => Plan.Error;

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
        return new ForecastInterval(Bounded(_mean[step] - reach), _mean[step] + reach);
    }

    /// <summary>Draws ways the series may take: the forecast with errors like those of the back-test, which follow each other as they did there. What sums of them come to is how sure a sum is.</summary>
    /// <param name="count">How many: 1 to 1,000,000.</param>
    /// <param name="seed">The same seed gives the same ways.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is out of its range.</exception>
    public ForecastPaths Simulate(int count, int seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 1_000_000);
        var random = new SeededRandom(seed);
        double[][] paths = new double[count][];
        for (int i = 0; i < count; i++)
        {
            double[] path = new double[_mean.Length];
            for (int step = 0; step < path.Length;)
            {
                double[] errors = _band.Reduced[random.Below(_band.Reduced.Length)];
                double sign = random.Below(2) == 0 ? 1 : -1;
                for (int j = 0; j < errors.Length && step < path.Length; j++, step++)
                {
                    path[step] = Bounded(_mean[step] + (sign * errors[j] * _band.ScaleAt(step)));
                }
            }

            paths[i] = path;
        }

        return new ForecastPaths(paths);
    }

    /// <summary>Values that were never below zero are not expected there; upwards nothing is cut off, since that is where surprises are.</summary>
    private double Bounded(double value) => _mayBeNegative ? value : Math.Max(0, value);
}
