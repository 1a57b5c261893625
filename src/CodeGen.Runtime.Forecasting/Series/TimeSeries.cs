namespace CodeGen.Runtime.Forecasting;

/// <summary>
/// Values at equal distances of the wall clock of a zone, so that nine o'clock is nine o'clock the whole year: where the clock is set forward a point is missing, and where it is set back two become one. Immutable;
/// thread-safe.
/// </summary>
public sealed class TimeSeries
{
    /// <summary>The most points.</summary>
    public const int MaxLength = 10_000_000;

    private readonly double[] _values;
    private readonly DateTime _start;

    private TimeSeries(double[] values, DateTime start, TimeSpan step, TimeZoneInfo zone)
    {
        _values = values;
        _start = start;
        Step = step;
        Zone = zone;
    }

    /// <summary>The values, the oldest first; NaN where one is missing.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>How far apart two points are on the wall clock.</summary>
    public TimeSpan Step { get; }

    /// <summary>Whose wall clock.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>Sorts observations into steps.</summary>
    /// <param name="observations">In any order; finite values.</param>
    /// <param name="step">A whole part of a day, or whole days: one second at least.</param>
    /// <param name="kind">What several observations of one step come to.</param>
    /// <param name="zone">Whose wall clock; UTC where it is null.</param>
    /// <param name="until">The end: steps that are not complete then are left out, and steps without observations before it are there. Null for the step of the last observation, included.</param>
    /// <exception cref="ArgumentException">There is no observation, a value is not finite, the step does not divide a day, or there would be more than <see cref="MaxLength"/> points.</exception>
    public static TimeSeries FromObservations(
        IEnumerable<KeyValuePair<DateTimeOffset, double>> observations, TimeSpan step, ObservationKind kind, TimeZoneInfo? zone = null, DateTimeOffset? until = null)
    {
        ArgumentNullException.ThrowIfNull(observations);
        EnsureStep(step);
        zone ??= TimeZoneInfo.Utc;
        var steps = new SortedDictionary<DateTime, StepSum>();
        foreach ((DateTimeOffset time, double value) in observations)
        {
            if (!double.IsFinite(value))
            {
                throw new ArgumentException($"The value at {time:O} is {value}. Give finite values, and leave out what is missing.", nameof(observations));
            }

            DateTime local = TimeZoneInfo.ConvertTime(time, zone).DateTime;
            DateTime start = Floor(local, step);
            if (until is { } end && start + step > TimeZoneInfo.ConvertTime(end, zone).DateTime)
            {
                continue;
            }

            StepSum sum = steps.TryGetValue(start, out StepSum? known) ? known : steps[start] = new StepSum();
            sum.Add(value, zone.GetUtcOffset(time));
        }

        if (steps.Count == 0)
        {
            throw new ArgumentException("There is no observation in a complete step. Give one at least.", nameof(observations));
        }

        DateTime first = steps.Keys.First();
        DateTime last = until is { } stop ? Floor(TimeZoneInfo.ConvertTime(stop, zone).DateTime, step) - step : steps.Keys.Last();
        long count = ((last - first).Ticks / step.Ticks) + 1;
        if (count > MaxLength)
        {
            throw new ArgumentException($"From {first:s} to {last:s} there are {count} steps of {step}, more than {MaxLength}. Take a longer step.", nameof(step));
        }

        double[] values = new double[count];
        for (int i = 0; i < values.Length; i++)
        {
            DateTime at = first + (step * i);
            values[i] = steps.TryGetValue(at, out StepSum? sum) ? sum.Value(kind, zone, at, step) : kind == ObservationKind.Sum && !IsSkipped(zone, at, step) ? 0 : double.NaN;
        }

        return new TimeSeries(values, first, step, zone);
    }

    /// <summary>When a point begins: of the history, or, beyond its end, of a forecast.</summary>
    /// <param name="index">The point, from 0 on.</param>
    /// <returns>The instant; where the wall clock skips it, the first one after.</returns>
    public DateTimeOffset TimeAt(int index)
    {
        DateTime local = DateTime.SpecifyKind(_start + (Step * index), DateTimeKind.Unspecified);
        while (Zone.IsInvalidTime(local))
        {
            local += TimeSpan.FromMinutes(1);
        }

        // Of an hour that is there twice the first one begins the step.
        TimeSpan offset = Zone.IsAmbiguousTime(local) ? Zone.GetAmbiguousTimeOffsets(local).Max() : Zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset);
    }

    /// <summary>Which point an instant lies in, counted from the first one; below zero before it.</summary>
    /// <param name="time">The instant.</param>
    public int IndexOf(DateTimeOffset time) => checked((int)((Floor(TimeZoneInfo.ConvertTime(time, Zone).DateTime, Step) - _start).Ticks / Step.Ticks));

    private static bool IsSkipped(TimeZoneInfo zone, DateTime at, TimeSpan step) => zone.IsInvalidTime(at) && zone.IsInvalidTime(at + step - TimeSpan.FromSeconds(1));

    private static DateTime Floor(DateTime local, TimeSpan step) => new(local.Ticks - (local.Ticks % step.Ticks), DateTimeKind.Unspecified);

    private static void EnsureStep(TimeSpan step)
    {
        bool whole = step >= TimeSpan.FromSeconds(1) && (step < TimeSpan.FromDays(1) ? TimeSpan.TicksPerDay % step.Ticks == 0 : step.Ticks % TimeSpan.TicksPerDay == 0);
        if (!whole)
        {
            throw new ArgumentException($"The step is {step}. Take a whole part of a day of one second at least, such as 01:00:00, or whole days.", nameof(step));
        }
    }
}
