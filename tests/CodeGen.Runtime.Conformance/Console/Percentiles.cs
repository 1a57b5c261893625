namespace CodeGen.Runtime.Conformance;

/// <summary>Order statistics of durations, in milliseconds.</summary>
internal sealed class Percentiles
{
    private readonly double[] _sorted;

    /// <summary>Takes durations in ticks of the machine-wide clock.</summary>
    public Percentiles(IEnumerable<long> ticks)
    {
        _sorted = [.. ticks.Select(Clock.Milliseconds)];
        Array.Sort(_sorted);
    }

    public int Count => _sorted.Length;

    public double P50 => At(0.50);

    public double P99 => At(0.99);

    public double Max => At(1);

    /// <summary>The smallest value that at least this share of the values does not exceed; NaN without values.</summary>
    public double At(double share) => _sorted.Length == 0 ? double.NaN : _sorted[Math.Max(0, (int)Math.Ceiling(share * _sorted.Length) - 1)];
}
