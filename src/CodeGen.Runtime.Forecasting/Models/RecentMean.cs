namespace CodeGen.Runtime.Forecasting;

/// <summary>The mean of the last values: what is left to say of noise.</summary>
internal sealed class RecentMean(int window) : IForecastModel
{
    public string Name => $"mean of {window}";

    public int MinLength => 1;

    public void Forecast(ReadOnlySpan<double> history, ReadOnlySpan<double> tuning, Span<double> into)
    {
        ReadOnlySpan<double> last = history[^Math.Min(window, history.Length)..];
        double mean = 0;
        foreach (double value in last)
        {
            mean += value / last.Length;
        }

        into.Fill(mean);
    }
}
