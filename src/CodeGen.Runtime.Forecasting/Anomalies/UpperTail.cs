namespace CodeGen.Runtime.Forecasting;

/// <summary>How likely a value as large as this is, by the largest ones so far. Memory does not grow with them.</summary>
/// <remarks>
/// Beyond the largest thirty the tail is a power law whose exponent is Hill's (Annals of Statistics 3, 1975), used on streams as by Siffer and others, "Anomaly detection in streams with extreme value theory" (KDD 2017).
/// </remarks>
internal sealed class UpperTail
{
    private const int Kept = 30;

    /// <summary>So many values before it says anything.</summary>
    private const int Warmup = 50;

    /// <summary>The lightest tail that is believed of so few values.</summary>
    private const double LightestTail = 0.1;

    /// <summary>At twice as many the older half is forgotten.</summary>
    private const int Window = 10_000;

    private readonly List<double> _largest = new(Kept + 1);
    private int _count;

    /// <summary>The negative decimal logarithm of how likely a value as large as this is; 0 where it is not among the largest, or nothing is known yet.</summary>
    public double Severity(double value)
    {
        if (_count <= Warmup || _largest.Count < Kept || value <= _largest[0])
        {
            return 0;
        }

        double least = _largest[0];
        if (least <= 0)
        {
            // Hardly anything but zero has been seen: as likely as what was never there among so many.
            return Math.Log10(_count + 1) - Math.Log10(1 + _largest.Count(known => known >= value));
        }

        double tail = 0;
        foreach (double known in _largest)
        {
            tail += Math.Log(known / least) / Kept;
        }

        return (Math.Log10(value / least) / Math.Max(tail, LightestTail)) - Math.Log10((double)Kept / (_count + 1));
    }

    public void Add(double value)
    {
        _count++;
        if (_largest.Count == Kept && value <= _largest[0])
        {
            return;
        }

        int at = _largest.BinarySearch(value);
        _largest.Insert(at < 0 ? ~at : at, value);
        if (_largest.Count > Kept)
        {
            _largest.RemoveAt(0);
        }

        if (_count >= 2 * Window)
        {
            Halve();
        }
    }

    /// <summary>Half as many of half as many: the shape stays, and newer ones count for more.</summary>
    private void Halve()
    {
        _count /= 2;
        for (int i = _largest.Count - 2; i >= 0; i -= 2)
        {
            _largest.RemoveAt(i);
        }
    }
}
