namespace CodeGen.Runtime.Costs;

/// <summary>
/// A level that drifts, an effect of each place in the season, and noise: what is left to say where the past is too short for more. How large each is, is not known either: all of a grid are followed, and each counts by
/// how likely it made what came. Few values so give wide intervals, and a mean; many give what they tell.
/// </summary>
/// <remarks>The local level model with dummy seasonals of Harvey, "Forecasting, Structural Time Series Models and the Kalman Filter" (1989), with a prior over its variances.</remarks>
internal static class LocalLevel
{
    /// <summary>Of the level, before any value is known: values are brought to a mean of one, so it says nothing.</summary>
    private const double FirstVariance = 100;

    private const double UsualNoise = 0.3;

    /// <summary>Deviations of noise, in shares of the mean.</summary>
    private static readonly double[] s_noises = [.. Enumerable.Range(0, 11).Select(static power => 0.001 * Math.Pow(2, power))];

    /// <summary>How far the level drifts from one value to the next, in shares of the noise.</summary>
    private static readonly double[] s_drifts = [0, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6];

    /// <summary>Deviations of the effects of places in a season, in shares of the mean.</summary>
    private static readonly double[] s_effects = [0, 0.1, 0.4];

    /// <summary>What the values ahead sum up to.</summary>
    /// <param name="values">The values so far; one at least.</param>
    /// <param name="part">How much of the first one was seen, above 0 to 1.</param>
    /// <param name="season">How many values a season has; 1 for none.</param>
    /// <param name="shares">How much of each value ahead counts.</param>
    public static NormalMixture Sum(ReadOnlySpan<double> values, double part, int season, ReadOnlySpan<double> shares)
    {
        double scale = 0;
        foreach (double value in values)
        {
            scale += Math.Abs(value) / values.Length;
        }

        if (scale == 0)
        {
            return new NormalMixture([(0, 0, 0)]);
        }

        List<(double, double, double)> parts = [];
        foreach (double effect in season > 1 ? s_effects : [0])
        {
            foreach (double noise in s_noises)
            {
                foreach (double drift in s_drifts)
                {
                    var filter = new LevelFilter(noise, drift * noise, effect, effect > 0 ? season : 0, FirstVariance);
                    for (int i = 0; i < values.Length; i++)
                    {
                        filter.Take(values[i] / scale, i == 0 ? part : 1);
                    }

                    (double mean, double deviation) = filter.Sum(shares);
                    parts.Add((filter.LogLikelihood + LogPrior(noise), scale * mean, scale * deviation));
                }
            }
        }

        return new NormalMixture(parts);
    }

    /// <summary>Days differ by about a third, give or take a factor of e, where nothing is known yet. A few days that are alike by chance do not make it sure.</summary>
    private static double LogPrior(double noise) => -Math.Pow(Math.Log(noise / UsualNoise), 2) / 2;
}
