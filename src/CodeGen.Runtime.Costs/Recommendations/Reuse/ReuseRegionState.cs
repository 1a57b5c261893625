namespace CodeGen.Runtime.Costs;

/// <summary>What is known of one region. Under its profile's lock.</summary>
internal sealed class ReuseRegionState(ReuseRegion region)
{
    /// <summary>No window is longer.</summary>
    private const int MostDays = 400;

    private ReuseDay? _last;
    private DateOnly _lastDay;

    public ReuseRegion Region => region;

    /// <summary>The longer times to live that are tried.</summary>
    public TimeSpan[] Times { get; } = ReuseFactors.Times(region.TimeToLive);

    public SortedDictionary<DateOnly, ReuseDay> Days { get; private init; } = [];

    /// <summary>The same days under another path of configuration.</summary>
    public ReuseRegionState With(ReuseRegion other) => new(other) { Days = Days };

    public ReuseDay Day(DateOnly day)
    {
        if (_last is not null && day == _lastDay)
        {
            return _last;
        }

        if (!Days.TryGetValue(day, out ReuseDay? known))
        {
            Days[day] = known = ReuseDay.Of(Times.Length);
            while (Days.Count > MostDays)
            {
                Days.Remove(Days.First().Key);
            }
        }

        (_last, _lastDay) = (known, day);
        return known;
    }

    /// <summary>How many times longer than the region's a time to live is.</summary>
    public decimal Factor(int time) => (decimal)Times[time].Ticks / region.TimeToLive.Ticks;
}
