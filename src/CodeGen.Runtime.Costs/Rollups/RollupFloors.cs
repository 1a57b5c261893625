namespace CodeGen.Runtime.Costs;

/// <summary>From which bucket on each level keeps its rows. Buckets from there on are whole; older ones are deleted and stay so, whatever comes late. An immutable value.</summary>
/// <param name="Minute">The first second of the first minute.</param>
/// <param name="Hour">The first second of the first hour.</param>
/// <param name="Day">The first second of the first day.</param>
internal readonly record struct RollupFloors(long Minute, long Hour, long Day)
{
    public long this[RollupLevel level] => level switch
    {
        RollupLevel.Minute => Minute,
        RollupLevel.Hour => Hour,
        RollupLevel.Day => Day,
        _ => long.MinValue,
    };

    /// <summary>What is kept at a time; never less than what is gone already.</summary>
    public RollupFloors At(DateTimeOffset now, CostMeteringOptions options, RollupCalendar calendar) => new(
        Math.Max(Minute, calendar.BucketOf(RollupLevel.Minute, now - options.KeepMinutes)),
        Math.Max(Hour, calendar.BucketOf(RollupLevel.Hour, now - options.KeepHours)),
        Math.Max(Day, calendar.BucketOf(RollupLevel.Day, now - options.KeepDays)));
}
