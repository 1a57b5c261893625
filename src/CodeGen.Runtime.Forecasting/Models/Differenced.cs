namespace CodeGen.Runtime.Forecasting;

/// <summary>Another model of the changes from point to point.</summary>
internal sealed class Differenced(IForecastModel inner) : IForecastModel
{
    public string Name => $"{inner.Name} of changes";

    public int MinLength => inner.MinLength + 1;

    public double[] Tune(ReadOnlySpan<double> history) => inner.Tune(Changes(history));

    public void Forecast(ReadOnlySpan<double> history, ReadOnlySpan<double> tuning, Span<double> into)
    {
        inner.Forecast(Changes(history), tuning, into);
        double level = history[^1];
        foreach (ref double value in into)
        {
            level += value;
            value = level;
        }
    }

    private static double[] Changes(ReadOnlySpan<double> history)
    {
        double[] changes = new double[history.Length - 1];
        for (int t = 0; t < changes.Length; t++)
        {
            changes[t] = history[t + 1] - history[t];
        }

        return changes;
    }
}
