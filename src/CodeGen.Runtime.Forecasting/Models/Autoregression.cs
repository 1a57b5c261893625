namespace CodeGen.Runtime.Forecasting;

/// <summary>A linear regression on earlier values, near ones and those about a season ago; its own forecasts go in as it goes on.</summary>
/// <param name="lags">How many points ago.</param>
/// <param name="penalty">See <see cref="NormalEquations"/>.</param>
/// <param name="fading">By which factor each point counts less than the next one.</param>
internal sealed class Autoregression(int[] lags, double penalty, double fading) : IForecastModel
{
    /// <summary>So many points more than coefficients.</summary>
    private const int Spare = 10;

    private readonly int _longest = lags.Max();

    public string Name => "autoregression";

    public int MinLength => _longest + lags.Length + Spare;

    public void Forecast(ReadOnlySpan<double> history, ReadOnlySpan<double> tuning, Span<double> into)
    {
        var scale = Scale.Of(history);
        if (scale.Deviation == 0)
        {
            into.Fill(history[^1]);
            return;
        }

        double[] values = new double[history.Length + into.Length];
        for (int t = 0; t < history.Length; t++)
        {
            values[t] = scale.Reduce(history[t]);
        }

        double[] coefficients = Fit(values.AsSpan(0, history.Length));
        for (int t = history.Length; t < values.Length; t++)
        {
            double sum = coefficients[0];
            for (int j = 0; j < lags.Length; j++)
            {
                sum += coefficients[j + 1] * values[t - lags[j]];
            }

            values[t] = sum;
            into[t - history.Length] = scale.Restore(sum);
        }
    }

    private double[] Fit(ReadOnlySpan<double> values)
    {
        var equations = new NormalEquations(lags.Length + 1);
        Span<double> row = new double[lags.Length + 1];
        row[0] = 1;
        double weight = 1;
        for (int t = values.Length - 1; t >= _longest; t--)
        {
            for (int j = 0; j < lags.Length; j++)
            {
                row[j + 1] = values[t - lags[j]];
            }

            equations.Add(row, values[t], weight);
            weight *= fading;
        }

        return equations.Solve(penalty);
    }
}
