namespace CodeGen.Runtime.Forecasting;

/// <summary>Another model of what is left without the season, and the season again.</summary>
internal sealed class SeasonallyAdjusted(int period, IForecastModel inner) : IForecastModel
{
    public string Name => $"{inner.Name}, season {period}";

    public int MinLength => Math.Max(inner.MinLength, 3 * period);

    public double[] Tune(ReadOnlySpan<double> history) => inner.Tune(Adjusted(history, SeasonalIndices.Of(history, period)));

    public void Forecast(ReadOnlySpan<double> history, ReadOnlySpan<double> tuning, Span<double> into)
    {
        double[] indices = SeasonalIndices.Of(history, period);
        inner.Forecast(Adjusted(history, indices), tuning, into);
        for (int i = 0; i < into.Length; i++)
        {
            into[i] += indices[(history.Length + i) % period];
        }
    }

    private static double[] Adjusted(ReadOnlySpan<double> history, double[] indices)
    {
        double[] values = history.ToArray();
        for (int t = 0; t < values.Length; t++)
        {
            values[t] -= indices[t % indices.Length];
        }

        return values;
    }
}
