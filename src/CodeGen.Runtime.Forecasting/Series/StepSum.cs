namespace CodeGen.Runtime.Forecasting;

/// <summary>The observations of one step.</summary>
internal sealed class StepSum
{
    private double _sum;
    private int _count;
    private TimeSpan _firstOffset;
    private bool _isTwice;

    public void Add(double value, TimeSpan offset)
    {
        _firstOffset = _count == 0 ? offset : _firstOffset;
        _isTwice |= offset != _firstOffset;
        _sum += value;
        _count++;
    }

    /// <summary>What they come to. A sum over a step that the clock shows twice is the mean of both, so that it is like those of other days.</summary>
    public double Value(ObservationKind kind, TimeZoneInfo zone, DateTime at, TimeSpan step)
    {
        if (kind == ObservationKind.Mean)
        {
            return _sum / _count;
        }

        bool whole = _isTwice && zone.IsAmbiguousTime(at) && zone.IsAmbiguousTime(at + step - TimeSpan.FromSeconds(1));
        return whole ? _sum / 2 : _sum;
    }
}
