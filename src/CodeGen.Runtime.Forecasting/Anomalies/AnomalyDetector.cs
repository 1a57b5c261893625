namespace CodeGen.Runtime.Forecasting;

/// <summary>
/// Watches one series of values at equal distances as they come, in constant memory: how far each is from what is usual at this time of the season, and how rare it was to be so far off. Deterministic; not thread-safe.
/// </summary>
public sealed class AnomalyDetector
{
    /// <summary>Over about so many values the level and the usual error are taken.</summary>
    private const int Window = 6_400;

    /// <summary>So many values before the level says anything.</summary>
    private const int Warmup = 20;

    /// <summary>Of normal errors one in a thousand is further off than so many mean absolute errors.</summary>
    private const double OneInThousand = 4.1;

    private readonly AnomalyOptions _options;
    private readonly SeasonalMemory _memory;
    private readonly UpperTail _errorTail = new();
    private readonly UpperTail _levelTail = new();
    private readonly RunningMoments _level = new(Window);
    private readonly RunningMoments _errors = new(Window);
    private readonly RunningMoments _deviations = new(Window);
    private readonly RecentMaximum _told;
    private readonly ShiftDetector _shift;

    /// <summary>Makes one.</summary>
    /// <param name="options">What is abnormal; the defaults where it is null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public AnomalyDetector(AnomalyOptions? options = null)
    {
        _options = options ?? new AnomalyOptions();
        _options.Validate();
        _memory = new SeasonalMemory(_options.Period, _options.Seasons);
        _told = new RecentMaximum(_options.Hold);
        _shift = new ShiftDetector(_options.ShiftThreshold, Math.Max(_options.Hold, _options.Period * _options.Seasons));
    }

    /// <summary>Takes the next value.</summary>
    /// <param name="value">The value; NaN where it is missing.</param>
    /// <param name="isKnownEvent">Whether something out of the ordinary was expected: nothing is told then, and it does not become usual.</param>
    /// <exception cref="ArgumentException">The value is infinite.</exception>
    public AnomalyVerdict Observe(double value, bool isKnownEvent = false)
    {
        if (double.IsInfinity(value))
        {
            throw new ArgumentException($"The value is {value}. Give a finite value, or NaN where it is missing.", nameof(value));
        }

        double expected = _memory.Expected();
        double reach = OneInThousand * _errors.Mean;
        var usual = new ForecastInterval(expected - reach, expected + reach);
        if (double.IsNaN(value) || isKnownEvent)
        {
            _memory.Add(double.IsNaN(value) || !double.IsNaN(expected) ? expected : value);
            _told.Pass();
            return new AnomalyVerdict(value, expected, usual, 0, AnomalyKind.None);
        }

        double error = double.IsNaN(expected) ? 0 : Math.Abs(value - expected);
        double fromLevel = _level.Count > Warmup && _level.Deviation > 0 ? Math.Abs(value - _level.Mean) / _level.Deviation : 0;
        double severity = Math.Max(_errorTail.Severity(error), _levelTail.Severity(fromLevel));
        bool shifted = Shifted(value - expected);
        bool worse = _told.IsWorse(severity > 0 ? Math.Max(Multiple(error), fromLevel) : 0);
        Learn(value, expected, error, fromLevel);
        AnomalyKind kind = severity >= _options.Threshold && worse ? AnomalyKind.Point : shifted ? AnomalyKind.LevelShift : AnomalyKind.None;
        return new AnomalyVerdict(value, expected, usual, severity, kind);
    }

    /// <summary>An error in usual ones. Whether something is worse than before is a matter of size: the second time the same is less rare.</summary>
    private double Multiple(double error) => _errors.Mean > 0 ? error / _errors.Mean : error > 0 ? double.MaxValue : 0;

    private bool Shifted(double deviation) =>
        _deviations.Count > Warmup && _deviations.Deviation > 0 && _shift.Add((deviation - _deviations.Mean) / _deviations.Deviation);

    private void Learn(double value, double expected, double error, double fromLevel)
    {
        if (_level.Deviation > 0)
        {
            _levelTail.Add(fromLevel);
        }

        if (_memory.IsSettled && !double.IsNaN(expected))
        {
            _errorTail.Add(error);
            _errors.Add(error);
            _deviations.Add(value - expected);
        }

        _memory.Add(value);
        _level.Add(value);
    }
}
