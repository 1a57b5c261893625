namespace CodeGen.Runtime.Forecasting;

/// <summary>Finds a low place of a function in a box without derivatives.</summary>
/// <remarks>Nelder and Mead, "A simplex method for function minimization", The Computer Journal 7 (1965). Deterministic: it begins at a given point and takes a fixed number of steps at most.</remarks>
internal static class NelderMead
{
    private const double Reflection = -1;
    private const double Expansion = -2;
    private const double Contraction = 0.5;
    private const double Shrinkage = 0.5;

    /// <summary>How large the first simplex is, in shares of the box.</summary>
    private const double FirstStep = 0.15;

    /// <summary>It ends once the best and the worst corner differ by less than this share.</summary>
    private const double Tolerance = 1e-7;

    /// <summary>The lowest point that was found.</summary>
    /// <param name="function">What is to be low. Points outside of the box are never asked for.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="low">The lowest value of each coordinate.</param>
    /// <param name="high">The highest.</param>
    /// <param name="steps">How many steps at most.</param>
    public static double[] Minimize(Func<double[], double> function, ReadOnlySpan<double> start, double[] low, double[] high, int steps)
    {
        int n = start.Length;
        double[][] corners = new double[n + 1][];
        double[] values = new double[n + 1];
        for (int i = 0; i <= n; i++)
        {
            double[] corner = start.ToArray();
            if (i > 0)
            {
                double step = (high[i - 1] - low[i - 1]) * FirstStep;
                corner[i - 1] += corner[i - 1] + step < high[i - 1] ? step : -step;
            }

            (corners[i], values[i]) = (corner, Value(corner));
        }

        for (int step = 0; step < steps; step++)
        {
            Array.Sort(values, corners);
            if (values[n] - values[0] <= Tolerance * Math.Abs(values[0]))
            {
                break;
            }

            Step();
        }

        Array.Sort(values, corners);
        return corners[0];

        void Step()
        {
            double[] centre = new double[n];
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    centre[j] += corners[i][j] / n;
                }
            }

            (double[] reflected, double atReflected) = Along(centre, Reflection);
            if (atReflected < values[0])
            {
                (double[] expanded, double atExpanded) = Along(centre, Expansion);
                (corners[n], values[n]) = atExpanded < atReflected ? (expanded, atExpanded) : (reflected, atReflected);
            }
            else if (atReflected < values[n - 1])
            {
                (corners[n], values[n]) = (reflected, atReflected);
            }
            else
            {
                (double[] contracted, double atContracted) = Along(centre, atReflected < values[n] ? -Contraction : Contraction);
                if (atContracted < Math.Min(atReflected, values[n]))
                {
                    (corners[n], values[n]) = (contracted, atContracted);
                }
                else
                {
                    Shrink();
                }
            }
        }

        (double[] Point, double Value) Along(double[] centre, double factor)
        {
            double[] point = new double[n];
            for (int j = 0; j < n; j++)
            {
                point[j] = centre[j] + (factor * (corners[n][j] - centre[j]));
            }

            return (point, Value(point));
        }

        void Shrink()
        {
            for (int i = 1; i <= n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    corners[i][j] = corners[0][j] + (Shrinkage * (corners[i][j] - corners[0][j]));
                }

                values[i] = Value(corners[i]);
            }
        }

        double Value(double[] point)
        {
            for (int i = 0; i < n; i++)
            {
                if (point[i] < low[i] || point[i] > high[i])
                {
                    return double.MaxValue;
                }
            }

            double value = function(point);
            return double.IsFinite(value) ? value : double.MaxValue;
        }
    }
}
