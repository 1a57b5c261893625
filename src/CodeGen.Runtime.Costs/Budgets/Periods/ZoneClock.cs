namespace CodeGen.Runtime.Costs;

/// <summary>The wall clock of a zone.</summary>
internal sealed class ZoneClock
{
    /// <summary>More than any zone is away from UTC.</summary>
    private static readonly TimeSpan s_far = TimeSpan.FromHours(15);

    private readonly TimeZoneInfo _zone;

    public ZoneClock(string zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        try
        {
            _zone = TimeZoneInfo.FindSystemTimeZoneById(zone);
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException)
        {
            throw new ArgumentException(
                $"The time zone '{AttributionText.Clean(zone)}' is not known on this machine. Write an IANA name such as Asia/Shanghai; in a container without zones install the package tzdata.",
                nameof(zone),
                e);
        }
    }

    public DateOnly DateAt(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, _zone).DateTime);

    /// <summary>The first instant at which the wall clock shows midnight of a date or later.</summary>
    public DateTimeOffset StartOf(DateOnly date)
    {
        var midnight = new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        TimeSpan before = OffsetAt(midnight - s_far);
        TimeSpan after = OffsetAt(midnight + s_far);

        // Midnight comes when the clock shows it by one of the offsets that hold around it; where it comes twice, the earlier counts.
        DateTimeOffset early = midnight - (before > after ? before : after);
        DateTimeOffset late = midnight - (before > after ? after : before);
        if (early + OffsetAt(early) >= midnight)
        {
            return early;
        }

        // The clock does not show it by the larger offset. Between the two it either comes by the smaller one or is skipped: in both cases the clock runs forward here.
        long low = early.UtcTicks / TimeSpan.TicksPerSecond;
        long high = late.UtcTicks / TimeSpan.TicksPerSecond;
        while (high - low > 1)
        {
            long middle = low + ((high - low) / 2);
            var instant = new DateTimeOffset(middle * TimeSpan.TicksPerSecond, TimeSpan.Zero);
            if (instant + OffsetAt(instant) >= midnight)
            {
                high = middle;
            }
            else
            {
                low = middle;
            }
        }

        return new DateTimeOffset(high * TimeSpan.TicksPerSecond, TimeSpan.Zero);
    }

    public override string ToString() => _zone.Id;

    private TimeSpan OffsetAt(DateTimeOffset instant) => _zone.GetUtcOffset(instant);
}
