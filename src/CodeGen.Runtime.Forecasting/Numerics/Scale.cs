namespace CodeGen.Runtime.Forecasting;

/// <summary>Mean and standard deviation, to bring values to the same size.</summary>
internal readonly record struct Scale(double Mean, double Deviation)
{
    public static Scale Of(ReadOnlySpan<double> values)
    {
        double mean = 0;
        foreach (double value in values)
        {
            mean += value / values.Length;
        }

        double variance = 0;
        foreach (double value in values)
        {
            variance += (value - mean) * (value - mean) / values.Length;
        }

        return new Scale(mean, Math.Sqrt(variance));
    }

    public double Reduce(double value) => (value - Mean) / Deviation;

    public double Restore(double value) => (value * Deviation) + Mean;
}
