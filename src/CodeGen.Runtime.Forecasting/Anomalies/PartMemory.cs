namespace CodeGen.Runtime.Forecasting;

/// <summary>What is usual for one part at each time of the season: a mean that follows its values.</summary>
/// <param name="period">The season.</param>
/// <param name="window">Over about so many seasons.</param>
internal sealed class PartMemory(int period, int window)
{
    private readonly float[] _means = new float[period];
    private readonly byte[] _counts = new byte[period];
    private readonly RunningMoments _all = new(period * window);

    /// <summary>What is usual at a step; where this time of the season was never seen, what is usual at all.</summary>
    public double Expected(int step) => _counts[step % period] > 0 ? _means[step % period] : _all.Mean;

    public void Add(int step, double value)
    {
        int at = step % period;
        _counts[at] = (byte)Math.Min(_counts[at] + 1, window);
        _means[at] += (float)((value - _means[at]) / _counts[at]);
        _all.Add(value);
    }
}
