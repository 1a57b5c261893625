namespace CodeGen.Runtime.Forecasting;

/// <summary>How far values may be expected to go: as far beyond what was there as it is wide, and not below zero where nothing was.</summary>
internal readonly record struct Range(double Low, double High)
{
    public static Range Of(ReadOnlySpan<double> history)
    {
        double low = double.MaxValue;
        double high = double.MinValue;
        foreach (double value in history)
        {
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        double width = high - low;
        return new Range(low >= 0 ? Math.Max(0, low - width) : low - width, high + width);
    }

    public double Limit(double value) => Math.Clamp(value, Low, High);
}
