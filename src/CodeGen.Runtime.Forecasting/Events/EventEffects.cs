namespace CodeGen.Runtime.Forecasting;

/// <summary>What events did to a history, by name and point of the event.</summary>
/// <remarks>The effect is the median of how far values were off from what they would have been without, in shares where all values are positive; it is drawn to nothing where few events say so.</remarks>
internal sealed class EventEffects
{
    private readonly IReadOnlyList<ForecastEvent> _events;
    private readonly Dictionary<(string Name, int At), double> _effects = [];
    private readonly bool _inShares;
    private readonly int _offset;

    /// <summary>Learns what events did.</summary>
    /// <param name="events">Those of the past and of the future.</param>
    /// <param name="actual">The history, complete.</param>
    /// <param name="without">The same as it would have been without events.</param>
    /// <param name="offset">How many points were left out before the first one.</param>
    public EventEffects(IReadOnlyList<ForecastEvent> events, ReadOnlySpan<double> actual, ReadOnlySpan<double> without, int offset)
    {
        _events = events;
        _offset = offset;
        _inShares = !actual.ContainsAnyExceptInRange(double.Epsilon, double.MaxValue) && !without.ContainsAnyExceptInRange(double.Epsilon, double.MaxValue);
        var seen = new Dictionary<(string, int), List<double>>();
        foreach (ForecastEvent one in events)
        {
            for (int i = 0; i < one.Length; i++)
            {
                int at = one.Start + i - offset;
                if (at >= 0 && at < actual.Length)
                {
                    (seen.TryGetValue((one.Name, i), out List<double>? list) ? list : seen[(one.Name, i)] = []).Add(
                        _inShares ? Math.Log(actual[at] / without[at]) : actual[at] - without[at]);
                }
            }
        }

        foreach (((string, int) key, List<double> list) in seen)
        {
            _effects[key] = Quantile.Median(list.ToArray()) * list.Count / (list.Count + 1);
        }
    }

    /// <summary>Adds what events of the future will do.</summary>
    /// <param name="mean">The forecast without them.</param>
    /// <param name="length">How many points the history has.</param>
    public void Apply(Span<double> mean, int length)
    {
        foreach (ForecastEvent one in _events)
        {
            for (int i = 0; i < one.Length; i++)
            {
                int step = one.Start + i - _offset - length;
                if (step >= 0 && step < mean.Length && _effects.TryGetValue((one.Name, i), out double effect))
                {
                    mean[step] = _inShares ? mean[step] * Math.Exp(effect) : mean[step] + effect;
                }
            }
        }
    }
}
