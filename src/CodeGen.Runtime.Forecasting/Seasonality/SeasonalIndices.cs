namespace CodeGen.Runtime.Forecasting;

/// <summary>By how much each place of a season is above or below the trend.</summary>
internal static class SeasonalIndices
{
    /// <summary>Classical decomposition: the trend is a moving mean over one season. The index of point <c>t</c> is at <c>t % period</c>; the sum of all is zero.</summary>
    public static double[] Of(ReadOnlySpan<double> values, int period)
    {
        double[] indices = new double[period];
        int[] counts = new int[period];
        int half = period / 2;
        double[] sums = new double[values.Length + 1];
        for (int t = 0; t < values.Length; t++)
        {
            sums[t + 1] = sums[t] + values[t];
        }

        for (int t = half; t < values.Length - half; t++)
        {
            // Of an even season both ends count half.
            double sum = period % 2 == 0
                ? sums[t + half] - sums[t - half + 1] + ((values[t - half] + values[t + half]) / 2)
                : sums[t + half + 1] - sums[t - half];
            indices[t % period] += values[t] - (sum / period);
            counts[t % period]++;
        }

        double mean = 0;
        for (int i = 0; i < period; i++)
        {
            indices[i] = counts[i] == 0 ? 0 : indices[i] / counts[i];
            mean += indices[i] / period;
        }

        for (int i = 0; i < period; i++)
        {
            indices[i] -= mean;
        }

        return indices;
    }
}
