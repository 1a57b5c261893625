namespace CodeGen.Runtime.Forecasting;

/// <summary>The models that compete for a series.</summary>
internal static class ModelSet
{
    private const double LightPenalty = 0.001;
    private const double Penalty = 0.01;
    private const double NoFading = 1;
    private const double Fading = 0.998;

    /// <summary>From this share of zeros on a series is intermittent.</summary>
    private const double ManyZeros = 0.3;

    /// <summary>A longest lag has to fit so many times into the history.</summary>
    private const double Cycles = 2.5;

    private const int ShortMean = 12;

    /// <summary>The models, those first that every history is long enough for.</summary>
    public static IReadOnlyList<IForecastModel> For(ReadOnlySpan<double> history, Seasons seasons, int horizon)
    {
        List<IForecastModel> models = [new SeasonalNaive(1)];
        if (seasons.Period > 1)
        {
            models.Add(new SeasonalNaive(seasons.Period));
        }

        if (seasons.Longer > 0)
        {
            models.Add(new SeasonalNaive(seasons.Longer));
        }

        IForecastModel[] shaped = [.. Shaped(history.Length, seasons, horizon)];
        models.AddRange(shaped);
        if (!history.ContainsAnyExceptInRange(double.Epsilon, double.MaxValue))
        {
            models.AddRange(shaped.Select(static model => new LogScaled(model)));
        }

        if (history.Count(0.0) > ManyZeros * history.Length)
        {
            models.Add(new Intermittent());
            models.Add(new RecentMean(int.MaxValue));
        }

        int length = history.Length;
        return [.. models.Where(model => model.MinLength <= length)];
    }

    private static IEnumerable<IForecastModel> Shaped(int length, Seasons seasons, int horizon)
    {
        int period = seasons.Period;
        int longest = seasons.Longest;
        if (period == 1)
        {
            yield return new Drift();
            yield return new RecentMean(ShortMean);
            yield return new DampedTrend();
            yield return new Theta();
            yield return new Analogue(horizon, 1);
            yield return new Differenced(new Autoregression([.. Lags(length, 1, 0)], Penalty, Fading));
            yield return new Autoregression([.. Lags(length, 1, 0)], LightPenalty, Fading);
            yield break;
        }

        yield return new SeasonalDrift(longest);
        yield return new SeasonallyAdjusted(longest, new DampedTrend());
        yield return new SeasonallyAdjusted(longest, new Theta());
        yield return new DoubleSeasonal(period, seasons.Longer);
        yield return new SeasonalProfile(period, period);
        if (seasons.Longer > 0)
        {
            yield return new SeasonalProfile(seasons.Longer, 2 * period);
        }

        yield return period <= horizon ? new Analogue(2 * period, period) : new Analogue(horizon, 1);
        yield return new Autoregression([.. Lags(length, period, seasons.Longer)], LightPenalty, period <= horizon ? NoFading : Fading);
        yield return new Differenced(new Autoregression([.. Lags(length, period, seasons.Longer)], Penalty, Fading));
    }

    /// <summary>The near past, and what was about a season ago.</summary>
    private static IEnumerable<int> Lags(int length, int period, int longer)
    {
        SortedSet<int> lags = [1, 2, 3, 4];
        if (period > 1)
        {
            lags.UnionWith([period / 4, period / 2, period - 1, period, period + 1, (2 * period) - 1, 2 * period, (2 * period) + 1]);
        }

        if (longer > 0)
        {
            for (int lag = 3 * period; lag < longer; lag += period)
            {
                lags.Add(lag);
            }

            lags.UnionWith([longer - 1, longer, longer + 1, longer + period, 2 * longer]);
        }

        return lags.Where(lag => lag > 0 && (lag <= 2 || lag < length / Cycles));
    }
}
