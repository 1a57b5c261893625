namespace CodeGen.Runtime.Forecasting;

/// <summary>Sums up rows of a linear regression and solves it, with a penalty on large coefficients (ridge).</summary>
/// <remarks>Hoerl and Kennard, "Ridge regression", Technometrics 12 (1970). The penalty is a share of the weight of all rows, so that it means the same for any number of them.</remarks>
internal sealed class NormalEquations(int columns)
{
    private const double Smallest = 1e-12;

    private readonly double[] _squares = new double[columns * columns];
    private readonly double[] _products = new double[columns];
    private double _weight;

    /// <summary>Adds a row.</summary>
    /// <param name="row">What explains; its first column is the constant.</param>
    /// <param name="value">What is to be explained.</param>
    /// <param name="weight">How much the row counts.</param>
    public void Add(ReadOnlySpan<double> row, double value, double weight)
    {
        _weight += weight;
        for (int i = 0; i < row.Length; i++)
        {
            double scaled = weight * row[i];
            _products[i] += scaled * value;
            Span<double> line = _squares.AsSpan(i * columns, i + 1);
            for (int j = 0; j < line.Length; j++)
            {
                line[j] += scaled * row[j];
            }
        }
    }

    /// <summary>The coefficients. The constant is not penalised.</summary>
    /// <param name="penalty">Of the others.</param>
    public double[] Solve(double penalty)
    {
        for (int i = 0; i < columns; i++)
        {
            _squares[(i * columns) + i] += i == 0 ? Smallest : penalty * _weight;
        }

        double[] lower = Factor();
        double[] solution = (double[])_products.Clone();
        for (int i = 0; i < columns; i++)
        {
            for (int k = 0; k < i; k++)
            {
                solution[i] -= lower[(i * columns) + k] * solution[k];
            }

            solution[i] /= lower[(i * columns) + i];
        }

        for (int i = columns - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < columns; k++)
            {
                solution[i] -= lower[(k * columns) + i] * solution[k];
            }

            solution[i] /= lower[(i * columns) + i];
        }

        return solution;
    }

    /// <summary>The Cholesky factor of the lower half.</summary>
    private double[] Factor()
    {
        double[] lower = new double[columns * columns];
        for (int i = 0; i < columns; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = _squares[(i * columns) + j];
                for (int k = 0; k < j; k++)
                {
                    sum -= lower[(i * columns) + k] * lower[(j * columns) + k];
                }

                lower[(i * columns) + j] = i == j ? Math.Sqrt(Math.Max(sum, Smallest)) : sum / lower[(j * columns) + j];
            }
        }

        return lower;
    }
}
