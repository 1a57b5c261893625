namespace CodeGen.Runtime.Costs;

/// <summary>
/// Which bucket an instant is in: minutes and hours of UTC, days and months of the billing zone, with its days of 23 or 25 hours. Buckets are told by their first second since 1970. Instants before 1970
/// count to its first bucket, those from 9000 on to the last before it. Not thread-safe: it remembers the buckets of the last instant.
/// </summary>
internal sealed class RollupCalendar(string zone)
{
    private readonly BudgetPeriod _days = BudgetPeriod.Daily(zone);
    private readonly BudgetPeriod _months = BudgetPeriod.Monthly(zone);
    private BudgetWindow _day;
    private BudgetWindow _month;

    public string Zone => zone;

    public long BucketOf(RollupLevel level, DateTimeOffset instant) => WindowOf(level, instant).Start.ToUnixTimeSeconds();

    public BudgetWindow WindowOf(RollupLevel level, DateTimeOffset instant)
    {
        instant = Bounded(instant);
        return level switch
        {
            RollupLevel.Minute => Cut(instant, TimeSpan.TicksPerMinute),
            RollupLevel.Hour => Cut(instant, TimeSpan.TicksPerHour),
            RollupLevel.Day => Find(_days, ref _day, instant),
            _ => Find(_months, ref _month, instant),
        };
    }

    public static DateTimeOffset Bounded(DateTimeOffset instant) =>
        instant < BudgetPeriod.Earliest ? BudgetPeriod.Earliest : instant >= BudgetPeriod.Latest ? BudgetPeriod.Latest.AddTicks(-1) : instant;

    private static BudgetWindow Cut(DateTimeOffset instant, long ticks)
    {
        var start = new DateTimeOffset(instant.UtcTicks - (instant.UtcTicks % ticks), TimeSpan.Zero);
        return new(string.Empty, start, start.AddTicks(ticks));
    }

    private static BudgetWindow Find(BudgetPeriod period, ref BudgetWindow last, DateTimeOffset instant)
    {
        // Nearly all records are of the day of the one before.
        if (instant < last.Start || instant >= last.End)
        {
            _ = period.TryGetWindow(instant, out last);
        }

        return last;
    }
}
