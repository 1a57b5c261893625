namespace CodeGen.Runtime.Conformance.Forecasts;

/// <summary>The measures of the M4 competition.</summary>
/// <remarks>Makridakis, Spiliotis and Assimakopoulos, "The M4 Competition", International Journal of Forecasting 36 (2020).</remarks>
internal static class ForecastMeasures
{
    /// <summary>The 90 % limit of the normal distribution by which the competition tests for a season.</summary>
    private const double SeasonLimit = 1.645;

    /// <summary>The symmetric mean absolute percentage error.</summary>
    public static double Smape(IReadOnlyList<double> actual, IReadOnlyList<double> predicted)
    {
        double sum = 0;
        for (int i = 0; i < actual.Count; i++)
        {
            double size = Math.Abs(actual[i]) + Math.Abs(predicted[i]);
            sum += size == 0 ? 0 : 200 * Math.Abs(actual[i] - predicted[i]) / size;
        }

        return sum / actual.Count;
    }

    /// <summary>The mean absolute error, in mean absolute changes over a season of the history.</summary>
    public static double Mase(double[] history, int period, IReadOnlyList<double> actual, IReadOnlyList<double> predicted)
    {
        double error = 0;
        for (int i = 0; i < actual.Count; i++)
        {
            error += Math.Abs(actual[i] - predicted[i]) / actual.Count;
        }

        return error / Scale(history, period);
    }

    public static double Scale(double[] history, int period)
    {
        double sum = 0;
        for (int t = period; t < history.Length; t++)
        {
            sum += Math.Abs(history[t] - history[t - period]);
        }

        return sum / (history.Length - period);
    }

    public static double[] SeasonalNaive(double[] history, int period, int horizon) => [.. Enumerable.Range(0, horizon).Select(i => history[history.Length - period + (i % period)])];

    /// <summary>The last value, of a series whose season was taken out and put in again where it has one.</summary>
    public static double[] Naive2(double[] history, int period, int horizon)
    {
        if (!HasSeason(history, period))
        {
            return [.. Enumerable.Repeat(history[^1], horizon)];
        }

        double[] indices = Indices(history, period);
        double level = history[^1] / indices[(history.Length - 1) % period];
        return [.. Enumerable.Range(0, horizon).Select(i => level * indices[(history.Length + i) % period])];
    }

    private static bool HasSeason(double[] history, int period)
    {
        if (period <= 1 || history.Length < 3 * period)
        {
            return false;
        }

        double squares = Enumerable.Range(1, period - 1).Sum(lag => Math.Pow(Autocorrelation(history, lag), 2));
        return Math.Abs(Autocorrelation(history, period)) > SeasonLimit * Math.Sqrt((1 + (2 * squares)) / history.Length);
    }

    private static double Autocorrelation(double[] values, int lag)
    {
        double mean = values.Average();
        double product = 0;
        double square = 0;
        for (int t = 0; t < values.Length; t++)
        {
            square += (values[t] - mean) * (values[t] - mean);
            product += t >= lag ? (values[t] - mean) * (values[t - lag] - mean) : 0;
        }

        return square == 0 ? 0 : product / square;
    }

    /// <summary>Classical multiplicative decomposition.</summary>
    private static double[] Indices(double[] values, int period)
    {
        double[] sums = new double[period];
        int[] counts = new int[period];
        int half = period / 2;
        for (int t = half; t < values.Length - half; t++)
        {
            double trend = 0;
            for (int j = -half; j <= half; j++)
            {
                trend += values[t + j] * (period % 2 == 0 && Math.Abs(j) == half ? 0.5 : 1) / period;
            }

            if (trend != 0)
            {
                sums[t % period] += values[t] / trend;
                counts[t % period]++;
            }
        }

        double[] indices = [.. sums.Select((sum, i) => sum / counts[i])];
        double mean = indices.Average();
        return [.. indices.Select(index => index / mean)];
    }
}
