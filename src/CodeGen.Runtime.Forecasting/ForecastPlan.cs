namespace CodeGen.Runtime.Forecasting;

/// <summary>
/// What was learnt of a series: which models count how much, with which settings. It goes on with the same series when it has grown, without learning anew: that takes a small part of the time. Immutable; thread-safe.
/// </summary>
public sealed class ForecastPlan
{
    private readonly TunedModels _tuned;
    private readonly ForecastOptions _options;

    internal ForecastPlan(TunedModels tuned, ForecastOptions options, int horizon)
    {
        _tuned = tuned;
        _options = options;
        Horizon = horizon;
        Weights = [.. tuned.Models.Select((model, k) => new ForecastWeight(model.Name, tuned.Weights[k]))];
    }

    /// <summary>How many steps ahead it looks.</summary>
    public int Horizon { get; }

    /// <summary>The season that was found or given, in points; 1 where there is none.</summary>
    public int Period => _tuned.Seasons.Period;

    /// <summary>The longer season that was found, in points; 0 where there is none.</summary>
    public int LongerPeriod => _tuned.Seasons.Longer;

    /// <summary>How far off forecasts were at earlier points.</summary>
    public BacktestError Error => _tuned.Error;

    /// <summary>The models and how much each counts.</summary>
    public IReadOnlyList<ForecastWeight> Weights { get; }

    /// <summary>Goes on with a history.</summary>
    /// <param name="history">The values so far, the oldest first; NaN where one is missing.</param>
    /// <param name="events">What is known to have moved it and will move it.</param>
    /// <exception cref="ArgumentException">There is no value, one is infinite, or an event lasts for no point.</exception>
    public Forecast Forecast(ReadOnlySpan<double> history, IReadOnlyList<ForecastEvent>? events = null)
    {
        var prepared = PreparedHistory.Of(history, _options, events);
        double[] mean = _tuned.Combine(prepared.Values, Horizon);
        prepared.Effects?.Apply(mean, prepared.Values.Length);
        return new Forecast(mean, this, _tuned.Band, mayBeNegative: Range.Of(prepared.Values).Low < 0);
    }
}
