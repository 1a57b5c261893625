namespace CodeGen.Runtime.Forecasting;

/// <summary>The mean season, in which recent ones count more, brought to the level of the end.</summary>
/// <param name="period">The season.</param>
/// <param name="end">Over how many points the level of the end is taken.</param>
internal sealed class SeasonalProfile(int period, int end) : IForecastModel
{
    /// <summary>By which factor each season counts less than the next one.</summary>
    private const double Fading = 0.8;

    public string Name => $"seasonal profile {period}";

    public int MinLength => Math.Max(2 * period, end);

    public void Forecast(ReadOnlySpan<double> history, ReadOnlySpan<double> tuning, Span<double> into)
    {
        int n = history.Length;
        double[] profile = new double[period];
        double[] weights = new double[period];
        double weight = 1;
        for (int t = n - 1; t >= 0; t--)
        {
            profile[t % period] += weight * history[t];
            weights[t % period] += weight;
            if ((n - t) % period == 0)
            {
                weight *= Fading;
            }
        }

        for (int i = 0; i < period; i++)
        {
            profile[i] /= weights[i];
        }

        double level = 0;
        for (int t = n - end; t < n; t++)
        {
            level += (history[t] - profile[t % period]) / end;
        }

        for (int i = 0; i < into.Length; i++)
        {
            into[i] = profile[(n + i) % period] + level;
        }
    }
}
