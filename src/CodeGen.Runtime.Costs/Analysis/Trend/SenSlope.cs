namespace CodeGen.Runtime.Costs;

/// <summary>The median of the slopes between any two points, which a quarter of wild points does not move, with its interval.</summary>
/// <remarks>
/// Sen, "Estimates of the regression coefficient based on Kendall's tau", Journal of the American Statistical Association 63 (1968). Where there is a season only points of the same time of it are compared: Hirsch, Slack and
/// Smith, "Techniques of trend analysis for monthly water quality data", Water Resources Research 18 (1982).
/// </remarks>
internal readonly record struct SenSlope(double Slope, double Low, double High)
{
    /// <summary>The two-sided quantile of the normal distribution for 95 %.</summary>
    private const double Normal = 1.959964;

    /// <param name="times">When, ascending.</param>
    /// <param name="values">What then.</param>
    /// <param name="period">The season in points; 1 for none.</param>
    /// <returns>Null where no two points can be compared.</returns>
    public static SenSlope? Of(ReadOnlySpan<double> times, ReadOnlySpan<double> values, int period)
    {
        var slopes = new List<double>();
        double variance = 0;
        for (int season = 0; season < period; season++)
        {
            double n = 0;
            for (int late = season; late < values.Length; late += period)
            {
                n++;
                for (int early = season; early < late; early += period)
                {
                    slopes.Add((values[late] - values[early]) / (times[late] - times[early]));
                }
            }

            variance += n * (n - 1) * ((2 * n) + 5) / 18;
        }

        if (slopes.Count == 0)
        {
            return null;
        }

        slopes.Sort();
        int middle = slopes.Count / 2;
        double median = slopes.Count % 2 == 1 ? slopes[middle] : (slopes[middle - 1] + slopes[middle]) / 2;
        double reach = Normal * Math.Sqrt(variance);
        int low = (int)Math.Floor((slopes.Count - reach) / 2) - 1;
        int high = (int)Math.Ceiling((slopes.Count + reach) / 2);
        return new SenSlope(median, slopes[Math.Max(0, low)], slopes[Math.Min(slopes.Count - 1, high)]);
    }
}
