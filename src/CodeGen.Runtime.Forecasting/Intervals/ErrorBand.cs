namespace CodeGen.Runtime.Forecasting;

/// <summary>How far off forecasts of a series were, by how far ahead they looked; and so how wide an interval has to be.</summary>
/// <remarks>
/// Errors of the back-test are brought to one size by their mean square at each step and those beside it; intervals are quantiles of their amounts. Few origins say little of how bad it may become, so that
/// intervals are widened by a factor that falls with their number.
/// </remarks>
internal sealed class ErrorBand
{
    /// <summary>So many steps to each side are taken together.</summary>
    private const int Beside = 3;

    /// <summary>How much of a step's scale is its own, and not that of the line through all.</summary>
    private const double Own = 0.6;

    private readonly double[] _scales;
    private readonly double[] _sorted;
    private readonly double _widening;

    private ErrorBand(double[] scales, double[][] reduced, double widening)
    {
        _scales = scales;
        Reduced = reduced;
        _widening = widening;
        _sorted = [.. reduced.SelectMany(static errors => errors).Select(Math.Abs).Order()];
    }

    /// <summary>The errors of each origin, of one size.</summary>
    public double[][] Reduced { get; }

    /// <summary>The size of the error of each step, widening included.</summary>
    public double ScaleAt(int step) => _scales[step] * _widening;

    /// <summary>How far an interval reaches to each side.</summary>
    /// <param name="level">The share of values that should lie in it.</param>
    /// <param name="step">The step, from 0 on.</param>
    public double Reach(double level, int step) => _sorted.Length == 0 ? 0 : ScaleAt(step) * Quantile.OfSorted(_sorted, level);

    /// <summary>Of a back-test's errors.</summary>
    /// <param name="errors">By origin: what came, less what was said.</param>
    /// <param name="horizon">How many steps are asked for.</param>
    public static ErrorBand Of(double[][] errors, int horizon)
    {
        int looks = errors[0].Length;
        double[] squares = new double[looks];
        for (int i = 0; i < looks; i++)
        {
            int count = 0;
            foreach (double[] origin in errors)
            {
                for (int j = Math.Max(0, i - Beside); j <= Math.Min(looks - 1, i + Beside); j++, count++)
                {
                    squares[i] += origin[j] * origin[j];
                }
            }

            squares[i] /= count;
        }

        // The mean square grows about in a line when errors add up; a fall with the step is chance.
        var line = Line.Through(squares);
        double slope = Math.Max(0, line.Slope);
        double mean = squares.Average();
        double[] scales = new double[horizon];
        for (int i = 0; i < horizon; i++)
        {
            double straight = Math.Max(0, mean + (slope * (i - ((looks - 1) / 2.0))));
            scales[i] = Math.Sqrt(i < looks ? (Own * squares[i]) + ((1 - Own) * straight) : straight);
        }

        double[][] reduced = [.. errors.Select(origin => origin.Select((error, i) => scales[i] > 0 ? error / scales[i] : 0).ToArray())];
        return new ErrorBand(scales, reduced, 1 + (1.0 / errors.Length));
    }

    /// <summary>Of a history that is too short for a back-test: as if it were a random walk.</summary>
    public static ErrorBand OfChanges(ReadOnlySpan<double> history, int horizon)
    {
        double squares = 0;
        for (int t = 1; t < history.Length; t++)
        {
            squares += Math.Pow(history[t] - history[t - 1], 2) / (history.Length - 1);
        }

        double[] scales = [.. Enumerable.Range(1, horizon).Select(step => Math.Sqrt(squares * step))];
        return new ErrorBand(scales, [[.. NormalQuantiles()]], 1 + (1.0 / Math.Max(1, history.Length - 1)));
    }

    /// <summary>Nineteen quantiles of the normal distribution, a twentieth apart, and its tails.</summary>
    private static IEnumerable<double> NormalQuantiles() =>
        [-2.576, -1.960, -1.645, -1.282, -1.036, -0.842, -0.674, -0.524, -0.385, -0.253, -0.126, 0, 0.126, 0.253, 0.385, 0.524, 0.674, 0.842, 1.036, 1.282, 1.645, 1.960, 2.576];
}
