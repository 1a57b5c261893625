namespace CodeGen.Runtime.Forecasting;

/// <summary>The last season again; with a period of one, the last value.</summary>
internal sealed class SeasonalNaive(int period) : IForecastModel
{
    public string Name => period == 1 ? "naive" : $"seasonal naive {period}";

    public int MinLength => period;

    public void Forecast(ReadOnlySpan<double> history, ReadOnlySpan<double> tuning, Span<double> into)
    {
        ReadOnlySpan<double> season = history[^period..];
        for (int i = 0; i < into.Length; i++)
        {
            into[i] = season[i % period];
        }
    }
}
