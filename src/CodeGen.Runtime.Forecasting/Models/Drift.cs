namespace CodeGen.Runtime.Forecasting;

/// <summary>The line through the first and the last value: a random walk with drift.</summary>
internal sealed class Drift : IForecastModel
{
    public string Name => "drift";

    public int MinLength => 2;

    public void Forecast(ReadOnlySpan<double> history, ReadOnlySpan<double> tuning, Span<double> into)
    {
        double slope = (history[^1] - history[0]) / (history.Length - 1);
        for (int i = 0; i < into.Length; i++)
        {
            into[i] = history[^1] + (slope * (i + 1));
        }
    }
}
