namespace CodeGen.Runtime.Forecasting;

/// <summary>A straight line over the numbers of points.</summary>
internal readonly record struct Line(double Start, double Slope)
{
    /// <summary>The line with the least squares.</summary>
    public static Line Through(ReadOnlySpan<double> values)
    {
        double middle = (values.Length - 1) / 2.0;
        double mean = 0;
        foreach (double value in values)
        {
            mean += value / values.Length;
        }

        double products = 0;
        double squares = 0;
        for (int t = 0; t < values.Length; t++)
        {
            products += (t - middle) * (values[t] - mean);
            squares += (t - middle) * (t - middle);
        }

        double slope = squares > 0 ? products / squares : 0;
        return new Line(mean - (slope * middle), slope);
    }

    public double At(int t) => Start + (Slope * t);
}
