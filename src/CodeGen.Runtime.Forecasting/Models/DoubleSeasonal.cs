namespace CodeGen.Runtime.Forecasting;

/// <summary>Exponential smoothing of a level, of a season and of a longer season that is a multiple of it, whose errors follow each other.</summary>
/// <remarks>Taylor, "Short-term electricity demand forecasting using double seasonal exponential smoothing", Journal of the Operational Research Society 54 (2003), without a trend.</remarks>
/// <param name="period">The season.</param>
/// <param name="longer">The longer one, or zero.</param>
internal sealed class DoubleSeasonal(int period, int longer) : IForecastModel
{
    private const int TuningSteps = 120;

    /// <summary>The first seasons are taken over so many cycles.</summary>
    private const int FirstCycles = 4;
    private const int FirstLongerCycles = 2;

    private static readonly double[] s_start = [0.1, 0.2, 0.2, 0.7];
    private static readonly double[] s_low = [0, 0, 0, 0];
    private static readonly double[] s_high = [1, 1, 1, 0.99];

    private int Cycle => longer > 0 ? longer : period;

    public string Name => longer > 0 ? $"double seasonal {period}, {longer}" : $"seasonal smoothing {period}";

    public int MinLength => (longer > 0 ? FirstLongerCycles : 2) * Cycle;

    public double[] Tune(ReadOnlySpan<double> history)
    {
        double[] values = history.ToArray();
        double[] season = new double[period];
        double[] longSeason = new double[Math.Max(longer, 1)];
        return NelderMead.Minimize(tuning => Run(values, tuning, season, longSeason, out _, out _), s_start, s_low, s_high, TuningSteps);
    }

    public void Forecast(ReadOnlySpan<double> history, ReadOnlySpan<double> tuning, Span<double> into)
    {
        double[] season = new double[period];
        double[] longSeason = new double[Math.Max(longer, 1)];
        Run(history, tuning, season, longSeason, out double level, out double error);
        for (int i = 0; i < into.Length; i++)
        {
            error *= tuning[3];
            int t = history.Length + i;
            into[i] = level + season[t % period] + longSeason[t % longSeason.Length] + error;
        }
    }

    /// <summary>Goes through a history; gives the sum of the squared errors one step ahead, after the first cycle.</summary>
    private double Run(ReadOnlySpan<double> history, ReadOnlySpan<double> tuning, double[] season, double[] longSeason, out double level, out double error)
    {
        (double alpha, double gamma, double longGamma, double follow) = (tuning[0], tuning[1], longer > 0 ? tuning[2] : 0, tuning[3]);
        level = Begin(history, season, longSeason);
        error = 0;
        double squares = 0;
        int s = 0;
        int l = 0;
        for (int t = 0; t < history.Length; t++)
        {
            double steady = level + season[s] + longSeason[l];
            double surprise = history[t] - steady - (follow * error);
            error = history[t] - steady;
            if (t >= Cycle)
            {
                squares += surprise * surprise;
            }

            level += alpha * surprise;
            season[s] += gamma * surprise;
            longSeason[l] += longGamma * surprise;
            s = s + 1 == period ? 0 : s + 1;
            l = l + 1 == longSeason.Length ? 0 : l + 1;
        }

        return squares;
    }

    private double Begin(ReadOnlySpan<double> history, double[] season, double[] longSeason)
    {
        Array.Clear(season);
        Array.Clear(longSeason);
        int cycles = Math.Min(history.Length / Cycle, longer > 0 ? FirstLongerCycles : FirstCycles);
        ReadOnlySpan<double> first = history[..(cycles * Cycle)];
        double mean = 0;
        foreach (double value in first)
        {
            mean += value / first.Length;
        }

        for (int t = 0; t < first.Length; t++)
        {
            season[t % period] += (first[t] - mean) * period / first.Length;
        }

        for (int t = 0; t < first.Length && longer > 0; t++)
        {
            longSeason[t % longer] += (first[t] - mean - season[t % period]) / cycles;
        }

        return mean;
    }
}
