namespace CodeGen.Runtime.Forecasting;

/// <summary>The last season again, moved by how much the end of it differs from the same place a season before.</summary>
internal sealed class SeasonalDrift(int period) : IForecastModel
{
    /// <summary>So many last points say by how much.</summary>
    private const int Points = 4;

    public string Name => $"seasonal drift {period}";

    public int MinLength => (2 * period) + Points;

    public void Forecast(ReadOnlySpan<double> history, ReadOnlySpan<double> tuning, Span<double> into)
    {
        int n = history.Length;
        double drift = 0;
        for (int i = 1; i <= Points; i++)
        {
            drift += (history[n - i] - history[n - i - period]) / Points;
        }

        for (int i = 0; i < into.Length; i++)
        {
            into[i] = history[n - period + (i % period)] + drift;
        }
    }
}
