namespace CodeGen.Runtime.Forecasting;

/// <summary>Finds the places at which the level of a series changed for good. Thread-safe.</summary>
/// <remarks>
/// Killick, Fearnhead and Eckley, "Optimal detection of changepoints with a linear computational cost" (PELT), Journal of the American Statistical Association 107 (2012), with the squared error of each piece from its
/// mean as cost, on values without their season, whose outliers are cut. The noise is estimated by the median change from point to point.
/// </remarks>
public static class ChangePoints
{
    /// <summary>How much better a further piece has to make it, in variances of the noise times the logarithm of the length: twice what the criterion of Schwarz asks for, since noise is not quite independent.</summary>
    private const double Penalty = 6;

    /// <summary>Of normal noise the median change is so many standard deviations.</summary>
    private const double MedianChange = 0.9539;

    /// <summary>Values further off from the middle of a few neighbours than so many deviations are cut.</summary>
    private const double Outlier = 4;

    private const int ShortestPiece = 5;

    /// <summary>Of longer series only every second, third … point may be a change, so that time does not grow with the square of the length.</summary>
    private const int FinestGrid = 4_000;

    /// <summary>Finds them.</summary>
    /// <param name="values">The series, the oldest first; NaN where a value is missing.</param>
    /// <param name="period">Its season; 1 for none. A piece is at least as long.</param>
    /// <returns>The changes, the oldest first; none for a series that is shorter than two pieces.</returns>
    /// <exception cref="ArgumentException">There is no value, or one is infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The period is not positive.</exception>
    public static IReadOnlyList<ChangePoint> Find(ReadOnlySpan<double> values, int period = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(period);
        int missing = 0;
        while (missing < values.Length && double.IsNaN(values[missing]))
        {
            missing++;
        }

        double[] filled = Gaps.Fill(values, period);
        int shortest = Math.Max(period, ShortestPiece);
        if (filled.Length < 2 * shortest)
        {
            return [];
        }

        if (period > 1 && filled.Length >= 3 * period)
        {
            double[] indices = SeasonalIndices.Of(filled, period);
            for (int t = 0; t < filled.Length; t++)
            {
                filled[t] -= indices[t % period];
            }
        }

        double noise = Noise(filled);
        double[] sums = Sums(Cut(filled, noise), out double[] squares);
        double penalty = Penalty * Math.Max(noise * noise, 1e-12 * (1 + (squares[^1] / filled.Length))) * Math.Log(filled.Length);
        return Pieces(new PieceCost(sums, squares), penalty, shortest, missing);
    }

    private static List<ChangePoint> Pieces(PieceCost cost, double penalty, int shortest, int offset)
    {
        int n = cost.Length;
        double[] best = new double[n + 1];
        int[] from = new int[n + 1];
        Array.Fill(best, double.PositiveInfinity);
        best[0] = -penalty;
        List<int> candidates = [0];
        int grid = Math.Max(1, n / FinestGrid);
        for (int end = shortest; end <= n; end++)
        {
            foreach (int start in candidates)
            {
                double value = best[start] + cost.Of(start, end) + penalty;
                if (value < best[end])
                {
                    (best[end], from[end]) = (value, start);
                }
            }

            // A start that is worse by more than a piece can make up is never the best again.
            candidates.RemoveAll(start => best[start] + cost.Of(start, end) > best[end]);
            if (end + 1 - shortest >= shortest && (end + 1 - shortest) % grid == 0)
            {
                candidates.Add(end + 1 - shortest);
            }
        }

        List<ChangePoint> changes = [];
        for (int end = n; from[end] > 0; end = from[end])
        {
            int start = from[end];
            changes.Insert(0, new ChangePoint(start + offset, cost.Mean(from[start], start), cost.Mean(start, end)));
        }

        return changes;
    }

    private static double Noise(ReadOnlySpan<double> values)
    {
        double[] changes = new double[values.Length - 1];
        for (int t = 0; t < changes.Length; t++)
        {
            changes[t] = Math.Abs(values[t + 1] - values[t]);
        }

        return Quantile.Median(changes) / MedianChange;
    }

    private static double[] Cut(double[] values, double noise)
    {
        double[] cut = (double[])values.Clone();
        for (int t = 0; t < cut.Length; t++)
        {
            double middle = Quantile.Median(values.AsSpan(Math.Max(0, t - 2), Math.Min(values.Length, t + 3) - Math.Max(0, t - 2)));
            cut[t] = Math.Clamp(values[t], middle - (Outlier * noise), middle + (Outlier * noise));
        }

        return cut;
    }

    private static double[] Sums(double[] values, out double[] squares)
    {
        double[] sums = new double[values.Length + 1];
        squares = new double[values.Length + 1];
        for (int t = 0; t < values.Length; t++)
        {
            sums[t + 1] = sums[t] + values[t];
            squares[t + 1] = squares[t] + (values[t] * values[t]);
        }

        return sums;
    }
}
