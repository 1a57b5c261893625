namespace CodeGen.Runtime.Costs;

/// <summary>The Kalman filter of a level and the effects of places in a season, with variances that are known. Not thread-safe.</summary>
internal sealed class LevelFilter
{
    private readonly double _noise;
    private readonly double _drift;
    private readonly int _season;
    private readonly double[] _means;
    private readonly double[,] _covariances;
    private readonly double[] _reach;
    private int _count;

    /// <param name="noise">The deviation of noise.</param>
    /// <param name="drift">The deviation of a step of the level.</param>
    /// <param name="effect">The deviation of effects.</param>
    /// <param name="season">How many places have one; 0 for none.</param>
    /// <param name="firstVariance">Of the level, before any value is known; its mean is one.</param>
    public LevelFilter(double noise, double drift, double effect, int season, double firstVariance)
    {
        (_noise, _drift, _season) = (noise * noise, drift * drift, season);
        _means = new double[1 + season];
        _means[0] = 1;
        _covariances = new double[1 + season, 1 + season];
        _covariances[0, 0] = firstVariance;
        _reach = new double[1 + season];
        for (int place = 1; place <= season; place++)
        {
            _covariances[place, place] = effect * effect;
        }
    }

    /// <summary>Of what was taken, up to a constant.</summary>
    public double LogLikelihood { get; private set; }

    /// <summary>Learns a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="part">How much of it was seen, above 0 to 1: the rest is reckoned from that, and is the less sure.</param>
    public void Take(double value, double part)
    {
        int place = Place(_count++);
        double variance = _noise / part;
        for (int i = 0; i < _reach.Length; i++)
        {
            _reach[i] = _covariances[i, 0] + (place > 0 ? _covariances[i, place] : 0);
        }

        variance += _reach[0] + (place > 0 ? _reach[place] : 0);
        double surprise = value - _means[0] - (place > 0 ? _means[place] : 0);
        LogLikelihood -= (Math.Log(variance) + (surprise * surprise / variance)) / 2;
        for (int i = 0; i < _reach.Length; i++)
        {
            _means[i] += _reach[i] * surprise / variance;
            for (int j = 0; j < _reach.Length; j++)
            {
                _covariances[i, j] -= _reach[i] * _reach[j] / variance;
            }
        }

        _covariances[0, 0] += _drift;
    }

    /// <summary>The mean and the deviation of what the values ahead sum up to.</summary>
    /// <param name="shares">How much of each counts.</param>
    public (double Mean, double Deviation) Sum(ReadOnlySpan<double> shares)
    {
        double[] counts = new double[_means.Length];
        double variance = 0;
        double after = 0;
        for (int i = shares.Length - 1; i >= 0; i--)
        {
            // What the level drifts before a value is in all that come after.
            after += shares[i];
            variance += (shares[i] * shares[i] * _noise) + (i > 0 ? after * after * _drift : 0);
            counts[0] += shares[i];
            if (_season > 0)
            {
                counts[Place(_count + i)] += shares[i];
            }
        }

        double mean = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            mean += counts[i] * _means[i];
            for (int j = 0; j < counts.Length; j++)
            {
                variance += counts[i] * counts[j] * _covariances[i, j];
            }
        }

        return (mean, Math.Sqrt(Math.Max(0, variance)));
    }

    private int Place(int at) => _season > 0 ? 1 + (at % _season) : 0;
}
