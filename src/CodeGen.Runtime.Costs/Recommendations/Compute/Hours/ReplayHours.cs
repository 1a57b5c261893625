namespace CodeGen.Runtime.Costs;

/// <summary>The hours of UTC that a replay touches. Where a zone's days begin within an hour, the first and the last are shorter. Not thread-safe, as its days are.</summary>
internal sealed class ReplayHours(RecommendationContext context)
{
    private readonly long _from = context.From.UtcTicks;
    private readonly long _until = context.Until.UtcTicks;

    public RecommendationContext Context => context;

    public IEnumerable<long> All
    {
        get
        {
            for (long hour = _from / TimeSpan.TicksPerHour; hour * TimeSpan.TicksPerHour < _until; hour++)
            {
                yield return hour;
            }
        }
    }

    /// <summary>How many ticks of an hour are within the time.</summary>
    public long Span(long hour) => Math.Min((hour + 1) * TimeSpan.TicksPerHour, _until) - Math.Max(hour * TimeSpan.TicksPerHour, _from);

    public DateOnly DayOf(long hour) => context.DayOf(new DateTimeOffset(Math.Max(hour * TimeSpan.TicksPerHour, _from), TimeSpan.Zero));

    /// <summary>The hours that end with an instant and are so long. What of them is before the time of the replay belongs to another.</summary>
    public IEnumerable<HourPart> Backwards(DateTimeOffset end, long ticks)
    {
        long last = Math.Min(end.UtcTicks, _until);
        long begin = end.UtcTicks - ticks;
        for (long start = Math.Max(begin, _from); start < last;)
        {
            long hour = start / TimeSpan.TicksPerHour;
            long next = Math.Min((hour + 1) * TimeSpan.TicksPerHour, last);
            yield return new HourPart(hour, start - begin, next - start);
            start = next;
        }
    }

    /// <summary>The hour that ends with an instant, or that it is in; null where that is before the time of the replay.</summary>
    public long? Before(DateTimeOffset instant) => instant.UtcTicks > _from ? (instant.UtcTicks - 1) / TimeSpan.TicksPerHour : null;
}
