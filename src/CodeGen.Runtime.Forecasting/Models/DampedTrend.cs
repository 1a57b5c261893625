namespace CodeGen.Runtime.Forecasting;

/// <summary>Exponential smoothing of level and trend, with a trend that fades.</summary>
/// <remarks>Gardner and McKenzie, "Forecasting trends in time series", Management Science 31 (1985); in the form of errors of Hyndman and others, "Forecasting with exponential smoothing" (2008).</remarks>
internal sealed class DampedTrend : IForecastModel
{
    private const int TuningSteps = 120;

    /// <summary>The first trend is taken over so many points.</summary>
    private const int Beginning = 10;

    private static readonly double[] s_start = [0.5, 0.05, 0.95];
    private static readonly double[] s_low = [0, 0, 0.8];
    private static readonly double[] s_high = [1, 1, 0.995];

    public string Name => "damped trend";

    public int MinLength => 4;

    public double[] Tune(ReadOnlySpan<double> history)
    {
        double[] values = history.ToArray();
        return NelderMead.Minimize(tuning => Run(values, tuning, out _, out _), s_start, s_low, s_high, TuningSteps);
    }

    public void Forecast(ReadOnlySpan<double> history, ReadOnlySpan<double> tuning, Span<double> into)
    {
        Run(history, tuning, out double level, out double trend);
        double sum = 0;
        double factor = 1;
        for (int i = 0; i < into.Length; i++)
        {
            factor *= tuning[2];
            sum += factor;
            into[i] = level + (sum * trend);
        }
    }

    /// <summary>Goes through a history; gives the sum of the squared errors one step ahead.</summary>
    private static double Run(ReadOnlySpan<double> history, ReadOnlySpan<double> tuning, out double level, out double trend)
    {
        (double alpha, double beta, double damping) = (tuning[0], tuning[1], tuning[2]);
        int first = Math.Min(Beginning, history.Length - 1);
        level = history[0];
        trend = (history[first] - history[0]) / first;
        double squares = 0;
        for (int t = 1; t < history.Length; t++)
        {
            double expected = level + (damping * trend);
            double error = history[t] - expected;
            squares += error * error;
            level = expected + (alpha * error);
            trend = (damping * trend) + (alpha * beta * error);
        }

        return squares;
    }
}
