namespace CodeGen.Runtime.Costs;

/// <summary>What a sum may come to where several models are possible: a normal distribution of each, weighted.</summary>
internal sealed class NormalMixture
{
    /// <summary>Parts that are less likely than this are nothing beside the others.</summary>
    private const double LeastWeight = 1e-5;

    /// <summary>So many halvings of the range are as exact as doubles need here.</summary>
    private const int Halvings = 40;

    /// <summary>Beyond so many deviations there is nothing.</summary>
    private const double Farthest = 8;

    private readonly (double Weight, double Mean, double Deviation)[] _parts;

    /// <param name="parts">The logarithm of how likely each is, up to a constant, and its normal distribution.</param>
    public NormalMixture(IReadOnlyList<(double LogWeight, double Mean, double Deviation)> parts)
    {
        double most = parts.Max(static part => part.LogWeight);
        double sum = parts.Sum(part => Math.Exp(part.LogWeight - most));
        _parts = [.. parts.Select(part => (Math.Exp(part.LogWeight - most) / sum, part.Mean, part.Deviation)).Where(static part => part.Item1 > LeastWeight)];
    }

    /// <summary>The sum that is not reached with this probability.</summary>
    /// <param name="share">Above 0, below 1.</param>
    public double Quantile(double share)
    {
        double low = _parts.Min(static part => part.Mean - (Farthest * part.Deviation));
        double high = _parts.Max(static part => part.Mean + (Farthest * part.Deviation));
        double all = _parts.Sum(static part => part.Weight);
        for (int i = 0; i < Halvings && low < high; i++)
        {
            double middle = (low + high) / 2;
            if (Below(middle) < share * all)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return (low + high) / 2;
    }

    private double Below(double value)
    {
        double sum = 0;
        foreach ((double weight, double mean, double deviation) in _parts)
        {
            sum += weight * (deviation > 0 ? Cumulative((value - mean) / deviation) : value >= mean ? 1 : 0);
        }

        return sum;
    }

    /// <summary>The normal distribution function: 26.2.17 of Abramowitz and Stegun (1964), right to 7.5e-8.</summary>
    private static double Cumulative(double value)
    {
        double t = 1 / (1 + (0.2316419 * Math.Abs(value)));
        double tail = Math.Exp(-value * value / 2) / Math.Sqrt(2 * Math.PI)
            * t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        return value >= 0 ? 1 - tail : tail;
    }
}
