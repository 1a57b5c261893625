namespace CodeGen.Runtime.Forecasting;

/// <summary>Quantiles of samples.</summary>
internal static class Quantile
{
    /// <summary>The quantile of a sorted sample, between its neighbours linearly (the seventh definition of Hyndman and Fan, The American Statistician 50, 1996).</summary>
    public static double OfSorted(ReadOnlySpan<double> sorted, double share)
    {
        double at = share * (sorted.Length - 1);
        int below = (int)Math.Floor(at);
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((at - below) * (sorted[above] - sorted[below]));
    }

    public static double Median(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        return OfSorted(sorted, 0.5);
    }
}
