namespace CodeGen.Runtime.Forecasting;

/// <summary>How much a sum could have been otherwise, told by drawing its parts again. Thread-safe.</summary>
/// <remarks>The percentile bootstrap: Efron and Tibshirani, "An introduction to the bootstrap" (1993), chapter 13. Parts are drawn as if they had nothing to do with each other.</remarks>
public static class Bootstrap
{
    /// <summary>How often the parts are drawn: 2,000 times.</summary>
    public const int Draws = 2_000;

    /// <summary>The interval that the sum of values lies in.</summary>
    /// <param name="values">The parts, such as the savings of days.</param>
    /// <param name="level">Which share of the draws lies in it: above 0 and below 1.</param>
    /// <param name="seed">The same seed gives the same interval.</param>
    /// <returns>Its ends; both 0 where there are no values.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The level is out of its range.</exception>
    public static (double Low, double High) SumInterval(IReadOnlyList<double> values, double level, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(level, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(level, 1);
        if (values.Count == 0)
        {
            return (0, 0);
        }

        var random = new SeededRandom(seed);
        double[] sums = new double[Draws];
        for (int draw = 0; draw < Draws; draw++)
        {
            for (int part = 0; part < values.Count; part++)
            {
                sums[draw] += values[random.Below(values.Count)];
            }
        }

        Array.Sort(sums);
        int tail = (int)((1 - level) / 2 * Draws);
        return (sums[tail], sums[Draws - 1 - tail]);
    }
}
