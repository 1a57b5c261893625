namespace CodeGen.Runtime.Forecasting;

/// <summary>The values of the last seasons: what is usual at this time is the median of those at the same time and beside it.</summary>
internal sealed class SeasonalMemory(int period, int seasons)
{
    private readonly double[] _ring = new double[period * seasons];
    private readonly double[] _scratch = new double[3 * seasons];
    private long _count;

    /// <summary>Whether what is usual is more than a first guess: a season is known.</summary>
    public bool IsSettled => _count >= period;

    /// <summary>What is usual now; NaN where nothing is known.</summary>
    public double Expected()
    {
        int found = 0;
        if (period == 1)
        {
            foreach (double value in _ring.AsSpan(0, (int)Math.Min(_count, _ring.Length)))
            {
                if (!double.IsNaN(value))
                {
                    _scratch[found++] = value;
                }
            }

            return found == 0 ? double.NaN : Median(found);
        }

        for (int season = 1; season <= seasons; season++)
        {
            long same = _count - ((long)season * period);
            for (long at = same - 1; at <= same + 1; at++)
            {
                // The point beside that of the oldest season may have been written over.
                if (at >= 0 && at >= _count - _ring.Length && at < _count && !double.IsNaN(_ring[at % _ring.Length]))
                {
                    _scratch[found++] = _ring[at % _ring.Length];
                }
            }
        }

        return found > 0 ? Median(found) : _count > 0 ? _ring[(_count - 1) % _ring.Length] : double.NaN;
    }

    public void Add(double value)
    {
        _ring[_count % _ring.Length] = value;
        _count++;
    }

    private double Median(int found)
    {
        Span<double> sorted = _scratch.AsSpan(0, found);
        sorted.Sort();
        return sorted[found / 2];
    }
}
