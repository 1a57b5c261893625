namespace CodeGen.Runtime.Forecasting;

/// <summary>Mean and variance of the last values, about so many of them, in constant memory.</summary>
internal sealed class RunningMoments(int window)
{
    private long _count;
    private double _variance;

    public long Count => _count;

    public double Mean { get; private set; }

    public double Deviation => Math.Sqrt(_variance);

    public void Add(double value)
    {
        _count++;
        double share = 1.0 / Math.Min(_count, window);
        double difference = value - Mean;
        Mean += share * difference;
        _variance += share * ((difference * (value - Mean)) - _variance);
    }
}
