namespace CodeGen.Runtime.Costs;

/// <summary>Hours of each day in UTC, such as those of off-peak prices. An immutable value; thread-safe.</summary>
/// <param name="From">From when on, inclusive.</param>
/// <param name="To">Until when, exclusive; the next day where it is before <paramref name="From"/>. It is not the same time.</param>
public readonly record struct DailyWindow(TimeOnly From, TimeOnly To)
{
    /// <summary>Whether a time of day is within the hours.</summary>
    /// <param name="time">The time of day in UTC.</param>
    public bool Contains(TimeOnly time) => From < To ? time >= From && time < To : time >= From || time < To;

    internal bool Contains(long utcTicks) => Contains(new TimeOnly(utcTicks % TimeSpan.TicksPerDay));

    internal bool Overlaps(DailyWindow other) => Contains(other.From) || other.Contains(From);
}
