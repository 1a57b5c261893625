namespace CodeGen.Runtime.Forecasting;

/// <summary>The mean of the line through all values and of the smoothed series whose bends are twice as strong.</summary>
/// <remarks>Assimakopoulos and Nikolopoulos, "The theta model", International Journal of Forecasting 16 (2000).</remarks>
internal sealed class Theta : IForecastModel
{
    private const int TuningSteps = 40;
    private static readonly double[] s_start = [0.5];
    private static readonly double[] s_low = [0.01];
    private static readonly double[] s_high = [1];

    public string Name => "theta";

    public int MinLength => 4;

    public double[] Tune(ReadOnlySpan<double> history)
    {
        var line = Line.Through(history);
        double[] values = Bent(history, line);
        return NelderMead.Minimize(tuning => Smooth(values, tuning[0], out _), s_start, s_low, s_high, TuningSteps);
    }

    public void Forecast(ReadOnlySpan<double> history, ReadOnlySpan<double> tuning, Span<double> into)
    {
        var line = Line.Through(history);
        Smooth(Bent(history, line), tuning[0], out double level);
        for (int i = 0; i < into.Length; i++)
        {
            into[i] = (level + line.At(history.Length + i)) / 2;
        }
    }

    private static double[] Bent(ReadOnlySpan<double> history, Line line)
    {
        double[] values = new double[history.Length];
        for (int t = 0; t < values.Length; t++)
        {
            values[t] = (2 * history[t]) - line.At(t);
        }

        return values;
    }

    private static double Smooth(double[] values, double alpha, out double level)
    {
        level = values[0];
        double squares = 0;
        for (int t = 1; t < values.Length; t++)
        {
            double error = values[t] - level;
            squares += error * error;
            level += alpha * error;
        }

        return squares;
    }
}
