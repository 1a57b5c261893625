namespace CodeGen.Runtime.Forecasting;

/// <summary>Another model of the logarithms, for series whose swings grow with their level. Of positive values only.</summary>
internal sealed class LogScaled(IForecastModel inner) : IForecastModel
{
    public string Name => $"{inner.Name}, in logarithms";

    public int MinLength => inner.MinLength;

    public double[] Tune(ReadOnlySpan<double> history) => inner.Tune(Logarithms(history));

    public void Forecast(ReadOnlySpan<double> history, ReadOnlySpan<double> tuning, Span<double> into)
    {
        inner.Forecast(Logarithms(history), tuning, into);
        foreach (ref double value in into)
        {
            value = Math.Exp(value);
        }
    }

    private static double[] Logarithms(ReadOnlySpan<double> history)
    {
        double[] values = new double[history.Length];
        for (int t = 0; t < values.Length; t++)
        {
            values[t] = Math.Log(history[t]);
        }

        return values;
    }
}
