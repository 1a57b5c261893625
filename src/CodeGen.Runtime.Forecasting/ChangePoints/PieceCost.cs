namespace CodeGen.Runtime.Forecasting;

/// <summary>The squared error of a piece of a series from its mean, from sums that were taken once.</summary>
internal readonly struct PieceCost(double[] sums, double[] squares)
{
    public int Length => sums.Length - 1;

    public double Mean(int from, int to) => (sums[to] - sums[from]) / (to - from);

    public double Of(int from, int to)
    {
        double sum = sums[to] - sums[from];
        return squares[to] - squares[from] - (sum * sum / (to - from));
    }
}
