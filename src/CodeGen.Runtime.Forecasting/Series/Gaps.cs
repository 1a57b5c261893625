namespace CodeGen.Runtime.Forecasting;

/// <summary>Fills in what is missing.</summary>
internal static class Gaps
{
    /// <summary>Squares of larger ones could not be added up.</summary>
    private const double MaxValue = 1e100;

    /// <summary>
    /// A copy without missing values: those at the beginning are left out, others lie on the line between their neighbours or, in a gap of several points of a series with a known season, are those of the season before,
    /// brought to the level of the neighbours.
    /// </summary>
    /// <exception cref="ArgumentException">There is no value, or one is infinite or beyond 1e100.</exception>
    public static double[] Fill(ReadOnlySpan<double> values, int period)
    {
        int first = 0;
        while (first < values.Length && double.IsNaN(values[first]))
        {
            first++;
        }

        if (first == values.Length)
        {
            throw new ArgumentException("The history has no value. Give one at least.", nameof(values));
        }

        double[] filled = values[first..].ToArray();
        for (int t = 0; t < filled.Length; t++)
        {
            if (Math.Abs(filled[t]) > MaxValue)
            {
                throw new ArgumentException($"The value at {first + t} is {filled[t]}. Give finite values of {MaxValue:0e+0} at most, or NaN where one is missing.", nameof(values));
            }

            if (double.IsNaN(filled[t]))
            {
                int end = t;
                while (end < filled.Length && double.IsNaN(filled[end]))
                {
                    end++;
                }

                Fill(filled, t, end, period);
                t = end - 1;
            }
        }

        return filled;
    }

    private static void Fill(double[] values, int from, int to, int period)
    {
        double before = values[from - 1];
        double after = to < values.Length ? values[to] : before;
        bool seasonal = to - from > 1 && period > 1 && from - 1 - period >= 0 && to - from < period;
        for (int t = from; t < to; t++)
        {
            double share = (t - from + 1.0) / (to - from + 1);
            double straight = before + (share * (after - before));
            if (seasonal)
            {
                // The shape of the season before, bent so that it meets both ends.
                double start = values[from - 1 - period];
                double end = to < values.Length ? values[to - period] : start;
                straight += values[t - period] - (start + (share * (end - start)));
            }

            values[t] = straight;
        }
    }
}
