namespace CodeGen.Runtime.Costs;

/// <summary>A span of time from an instant up to, and without, another; both are kept in UTC. An immutable value; thread-safe.</summary>
public readonly record struct FocusPeriod
{
    /// <summary>Makes a span.</summary>
    /// <param name="start">The first instant that belongs to it: a whole second.</param>
    /// <param name="end">The first instant after it: a whole second.</param>
    /// <exception cref="ArgumentOutOfRangeException">The end is not after the start, or one of them has a fraction of a second, which FOCUS has no place for.</exception>
    public FocusPeriod(DateTimeOffset start, DateTimeOffset end)
    {
        Start = Whole(start, nameof(start));
        End = Whole(end, nameof(end));
        if (End <= Start)
        {
            throw new ArgumentOutOfRangeException(nameof(end), end, $"A period ends after it starts, and this one starts at {Start:O}.");
        }
    }

    /// <summary>The first instant that belongs to it, in UTC.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>The first instant after it, in UTC.</summary>
    public DateTimeOffset End { get; }

    /// <summary>A calendar month in UTC.</summary>
    /// <param name="year">The year, 1 to 9998.</param>
    /// <param name="month">The month, 1 to 12.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such month.</exception>
    public static FocusPeriod Month(int year, int month)
    {
        var start = new DateTimeOffset(year, month, 1, 0, 0, 0, TimeSpan.Zero);
        return new(start, start.AddMonths(1));
    }

    /// <summary>The hour of UTC that an instant is in.</summary>
    /// <param name="instant">The instant.</param>
    public static FocusPeriod Hour(DateTimeOffset instant)
    {
        DateTimeOffset start = instant.ToUniversalTime();
        start = start.AddTicks(-(start.Ticks % TimeSpan.TicksPerHour));
        return new(start, start.AddHours(1));
    }

    private static DateTimeOffset Whole(DateTimeOffset instant, string name) => instant.Ticks % TimeSpan.TicksPerSecond == 0
        ? instant.ToUniversalTime()
        : throw new ArgumentOutOfRangeException(name, instant, "Instants of FOCUS are whole seconds.");
}
