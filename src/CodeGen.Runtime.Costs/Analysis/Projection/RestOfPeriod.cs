using CodeGen.Runtime.Forecasting;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// What the rest of a period may come to. Two know something of it: the forecast by step, and the level of days (<see cref="DayLevel"/>). The first counts as much as it was better at earlier points, and falls off with the
/// square of how much further it has to look than it could be tried there. Where there are few days the second one is all, and comes to about the mean of what was.
/// </summary>
internal sealed class RestOfPeriod
{
    private const int DaysOfWeek = 7;

    /// <summary>At so many earlier points at most the two are compared.</summary>
    private const int MaxTrials = 5;

    /// <summary>A trial looks ahead over this part of the history at most.</summary>
    private const int TrialPart = 4;

    /// <summary>Quantiles of the level are worked out at so many places; those between lie on lines.</summary>
    private const int Places = 200;

    private readonly double[] _values;
    private readonly double[] _parts;
    private readonly int _stepsOfDay;
    private readonly ForecastOptions _options;

    /// <param name="values">The history by step; NaN where the clock skips one.</param>
    /// <param name="parts">How much of each step ahead counts.</param>
    /// <param name="stepsOfDay">How many steps a day has.</param>
    public RestOfPeriod(ReadOnlySpan<double> values, double[] parts, int stepsOfDay)
    {
        // In a step that the clock skips nothing was spent.
        _values = [.. values.ToArray().Select(static value => double.IsNaN(value) ? 0 : value)];
        (_parts, _stepsOfDay) = (parts, stepsOfDay);
        _options = new ForecastOptions { Period = stepsOfDay > 1 ? stepsOfDay : DaysOfWeek };
        Forecast = new Forecaster(_options).Forecast(values, parts.Length);
    }

    /// <summary>By step.</summary>
    public Forecast Forecast { get; }

    /// <summary>Ways by step: those of the forecast, each brought to the sum that both say together for its rank.</summary>
    /// <param name="count">How many.</param>
    /// <param name="skipped">How many steps before the period are left out.</param>
    public double[][] Ways(int count, int skipped)
    {
        ForecastPaths paths = Forecast.Simulate(count);
        double[][] ways = [.. Enumerable.Range(0, count).Select(way => paths[way].Select((value, step) => value * _parts[step]).Skip(skipped).ToArray())];
        double[] sums = [.. ways.Select(static way => way.Sum())];
        int[] ranks = [.. Enumerable.Range(0, count).OrderBy(way => sums[way])];
        double share = ForecastShare();
        double[] level = Quantiles(DayLevel.Sum(_values, _parts, _stepsOfDay));
        double least = _values.Min() < 0 ? double.MinValue : 0;
        for (int rank = 0; rank < count; rank++)
        {
            double sum = sums[ranks[rank]];
            double aim = (share * sum) + ((1 - share) * At(level, (rank + 0.5) / count));
            Bring(ways[ranks[rank]], sum, Math.Max(least, aim));
        }

        return ways;
    }

    /// <summary>By a factor, which leaves the shape; where there is none, evenly.</summary>
    private static void Bring(double[] way, double sum, double aim)
    {
        for (int step = 0; step < way.Length; step++)
        {
            way[step] = sum > 0 && aim >= 0 ? way[step] * (aim / sum) : way[step] + ((aim - sum) / way.Length);
        }
    }

    /// <summary>How much the forecast counts: 0 to 1.</summary>
    private double ForecastShare()
    {
        int looks = Math.Min(_parts.Length, _values.Length / TrialPart) / _stepsOfDay * _stepsOfDay;
        int[] cuts = looks == 0 ? [] : [.. Cuts(looks)];
        if (cuts.Length < 2)
        {
            return 0;
        }

        // Learnt from what the earliest point knew, so that none of what is forecast was known.
        ForecastPlan plan = new Forecaster(_options).Learn(_values.AsSpan(0, cuts[^1]), looks);
        double[] whole = [.. Enumerable.Repeat(1.0, looks)];
        double ofForecast = 0;
        double ofLevel = 0;
        foreach (int cut in cuts)
        {
            double came = _values.AsSpan(cut, looks).ToArray().Sum();
            ofForecast += Math.Pow(plan.Forecast(_values.AsSpan(0, cut)).Mean.Sum() - came, 2);
            ofLevel += Math.Pow(DayLevel.Sum(_values.AsSpan(0, cut), whole, _stepsOfDay).Quantile(0.5) - came, 2);
        }

        double tried = Math.Pow((double)looks / _parts.Length, 2);
        return ofForecast + ofLevel > 0 ? tried * ofLevel / (ofForecast + ofLevel) : tried;
    }

    /// <summary>Half of what is looked ahead apart, in whole days; the latest first.</summary>
    private IEnumerable<int> Cuts(int looks)
    {
        int apart = Math.Max(1, looks / _stepsOfDay / 2) * _stepsOfDay;
        return Enumerable.Range(0, MaxTrials).Select(trial => _values.Length - looks - (trial * apart)).Where(cut => cut >= Math.Max(looks, _values.Length / TrialPart));
    }

    private static double[] Quantiles(NormalMixture mixture) => [.. Enumerable.Range(0, Places).Select(place => mixture.Quantile((place + 0.5) / Places))];

    private static double At(double[] quantiles, double share)
    {
        double at = Math.Clamp((share * Places) - 0.5, 0, Places - 1);
        int below = Math.Min((int)at, Places - 2);
        return quantiles[below] + ((at - below) * (quantiles[below + 1] - quantiles[below]));
    }
}
