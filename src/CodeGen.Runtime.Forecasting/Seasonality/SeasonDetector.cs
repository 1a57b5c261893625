namespace CodeGen.Runtime.Forecasting;

/// <summary>Finds the seasons of a series by the places at which it is most like itself.</summary>
internal static class SeasonDetector
{
    /// <summary>A season has to be there so many times.</summary>
    private const double FewestCycles = 2.5;

    /// <summary>So many standard errors above zero an autocorrelation has to be: of hundreds of lags some are three above by chance.</summary>
    private const double Significance = 5;

    /// <summary>How far an autocorrelation has to rise from the valley before it: of changes, and of the values themselves, which fall slowly without a season.</summary>
    private const double Rise = 0.15;
    private const double RiseOfValues = 0.3;

    /// <summary>Of peaks that are about as high the first is the season, the others are multiples.</summary>
    private const double AboutAsHigh = 0.85;

    /// <summary>Noise makes small peaks on the way up: the highest within this factor is the one.</summary>
    private const double Near = 1.15;

    private const int Shortest = 2;
    private const int ShortSeason = 3;
    private const int ShortestPart = 4;

    /// <summary>Finds the seasons.</summary>
    /// <param name="values">Finite numbers.</param>
    /// <param name="known">The shorter one where it is known; 0 to look for it.</param>
    public static Seasons Detect(ReadOnlySpan<double> values, int known = 0)
    {
        int maxLag = (int)(values.Length / FewestCycles);
        if (maxLag < Shortest || (known > 0 && known > maxLag))
        {
            return Seasons.None;
        }

        double least = Significance / Math.Sqrt(values.Length);
        double[] changes = Autocorrelation.Of(Changes(values), maxLag);
        if (known > 1)
        {
            return new Seasons(known, Longer(changes, known));
        }

        Seasons found = Highest(changes, least, Rise);
        if (found == Seasons.None)
        {
            // A smooth season under much noise shows in the values, not in their changes.
            found = Highest(Autocorrelation.Of(Straightened(values), maxLag), least, RiseOfValues);
        }

        return found.Longer > 0 || found == Seasons.None ? found : found with { Longer = Longer(changes, found.Period) };
    }

    private static Seasons Highest(double[] correlations, double least, double rise)
    {
        int[] peaks = [.. Peaks(correlations, least, rise)];
        if (peaks.Length == 0)
        {
            return Seasons.None;
        }

        double highest = peaks.Max(lag => correlations[lag]);
        int first = peaks.First(lag => correlations[lag] >= AboutAsHigh * highest);
        int period = peaks.Where(lag => lag <= first * Near).MaxBy(lag => correlations[lag]);

        // A week is more like the week before than a day is like the day before, where days differ.
        int[] parts = [.. Enumerable.Range(ShortestPart, period / 2).Where(lag => period % lag == 0 && period > lag && correlations[lag] >= least && Contrast(correlations, lag, period) >= rise)];
        return parts.Length == 0 ? new Seasons(period, 0) : new Seasons(parts.MaxBy(lag => Contrast(correlations, lag, period)), period);
    }

    /// <summary>How much more a series is like itself whole parts of a season later than half a part beside them.</summary>
    private static double Contrast(double[] correlations, int part, int period)
    {
        double contrast = 0;
        int count = (period / part) - 1;
        for (int i = 1; i <= count; i++)
        {
            contrast += (correlations[i * part] - correlations[(i * part) - (part / 2)]) / count;
        }

        return contrast;
    }

    private static IEnumerable<int> Peaks(double[] correlations, double least, double rise)
    {
        double valley = 1;
        for (int lag = Shortest; lag < correlations.Length - 1; lag++)
        {
            // The first lag of changes is low by the noise of the values alone, so that it is a valley for the shortest seasons only, where it has another one behind.
            bool isShort = lag <= ShortSeason;
            double before = isShort ? Math.Min(correlations[1], correlations[lag - 1]) : valley;
            bool isPeak = correlations[lag] > correlations[lag - 1] && correlations[lag] >= correlations[lag + 1] + (isShort ? rise : 0);
            if (isPeak && correlations[lag] >= least && correlations[lag] - before >= rise)
            {
                yield return lag;
            }

            valley = Math.Min(valley, correlations[lag]);
        }
    }

    /// <summary>The multiple of the season at which the series is most like itself, where that stands out from the multiples beside it.</summary>
    private static int Longer(double[] correlations, int period)
    {
        int best = 0;
        for (int lag = 2 * period; lag + period < correlations.Length; lag += period)
        {
            if (correlations[lag] > correlations[lag - period] && correlations[lag] > correlations[lag + period] && (best == 0 || correlations[lag] > correlations[best]))
            {
                best = lag;
            }
        }

        return best;
    }

    private static double[] Straightened(ReadOnlySpan<double> values)
    {
        var line = Line.Through(values);
        double[] straightened = values.ToArray();
        for (int t = 0; t < straightened.Length; t++)
        {
            straightened[t] -= line.At(t);
        }

        return straightened;
    }

    private static double[] Changes(ReadOnlySpan<double> values)
    {
        double[] changes = new double[values.Length - 1];
        for (int t = 0; t < changes.Length; t++)
        {
            changes[t] = values[t + 1] - values[t];
        }

        return changes;
    }
}
