namespace CodeGen.Runtime.Forecasting;

/// <summary>Finds the seasons of a series by the places at which it is most like itself.</summary>
internal static class SeasonDetector
{
    /// <summary>A season has to be there so many times.</summary>
    private const double FewestCycles = 2.5;

    /// <summary>So many standard errors above zero the autocorrelation of changes has to be.</summary>
    private const double Significance = 3;

    /// <summary>Of peaks that are about as high the first is the season, the others are multiples.</summary>
    private const double AboutAsHigh = 0.85;

    /// <summary>How far the autocorrelation of the values has to rise from the valley before a peak, where changes show nothing.</summary>
    private const double Rise = 0.3;

    private const int Shortest = 2;

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

        double[] changes = Autocorrelation.Of(Changes(values), maxLag);
        int period = known > 1 ? known : Peak(changes, Significance / Math.Sqrt(values.Length));
        if (period == 0)
        {
            period = SlowPeak(values, maxLag);
        }

        return period == 0 ? Seasons.None : new Seasons(period, Longer(changes, period));
    }

    private static int Peak(double[] correlations, double least)
    {
        double highest = 0;
        for (int lag = Shortest; lag < correlations.Length - 1; lag++)
        {
            if (IsPeak(correlations, lag))
            {
                highest = Math.Max(highest, correlations[lag]);
            }
        }

        for (int lag = Shortest; lag < correlations.Length - 1 && highest > least; lag++)
        {
            if (IsPeak(correlations, lag) && correlations[lag] >= AboutAsHigh * highest)
            {
                return lag;
            }
        }

        return 0;
    }

    /// <summary>A smooth season under much noise shows in the values, not in their changes.</summary>
    private static int SlowPeak(ReadOnlySpan<double> values, int maxLag)
    {
        var line = Line.Through(values);
        double[] straightened = values.ToArray();
        for (int t = 0; t < straightened.Length; t++)
        {
            straightened[t] -= line.At(t);
        }

        double[] correlations = Autocorrelation.Of(straightened, maxLag);
        int best = 0;
        double valley = 1;
        for (int lag = Shortest; lag < maxLag; lag++)
        {
            valley = Math.Min(valley, correlations[lag]);
            if (correlations[lag] - valley >= Rise && IsPeak(correlations, lag) && (best == 0 || correlations[lag] > correlations[best] / AboutAsHigh))
            {
                best = lag;
            }
        }

        return best;
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

    private static bool IsPeak(double[] correlations, int lag) => correlations[lag] > correlations[lag - 1] && correlations[lag] >= correlations[lag + 1];

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
