namespace CodeGen.Runtime.Costs;

/// <content>What it has found.</content>
public sealed partial class ReuseProfile
{
    /// <summary>What longer times to live of a region would have come to, the shortest first.</summary>
    /// <param name="region">The region's name.</param>
    /// <param name="first">The first day.</param>
    /// <param name="last">The last day.</param>
    public IReadOnlyList<ReusePoint> TimesToLive(string region, DateOnly first, DateOnly last)
    {
        ReuseDays? found = DaysOf(first, last).FirstOrDefault(days => days.Region.Name == region);
        return found is null ? [] : [.. found.Times.Select((time, i) => found.ByTime(i))];
    }

    /// <summary>What more memory would have come to, the least first; that of <see cref="ReusePoint.Factor"/> 1 is the size that is configured, with the eviction that is simulated.</summary>
    /// <param name="first">The first day.</param>
    /// <param name="last">The last day.</param>
    public IReadOnlyList<ReusePoint> Sizes(DateOnly first, DateOnly last)
    {
        ReuseDays[] regions = DaysOf(first, last);
        double accesses = regions.Sum(static region => region.Accesses);
        return
        [
            .. ReuseFactors.Sizes.Select((factor, size) => new ReusePoint(
                factor,
                null,
                (long)(Cache.MaxEntries * factor),
                (long)(Cache.MaxBytes * factor),
                accesses == 0 ? 0 : regions.Sum(region => region.All.Sum(day => day.HitsBySize[size])) / accesses,
                regions.Sum(region => region.All.Sum(day => day.SavedBySize[size])))),
        ];
    }

    /// <summary>The days of each region that have events, ordered by its name.</summary>
    internal ReuseDays[] DaysOf(DateOnly first, DateOnly last)
    {
        lock (_gate)
        {
            return
            [
                .. from state in _regions.Values
                   orderby state.Region.Name
                   let days = state.Days.Where(day => day.Key >= first && day.Key <= last).ToDictionary(static day => day.Key, static day => day.Value.Copy())
                   where days.Count > 0
                   select new ReuseDays(state.Region, state.Times, days),
            ];
        }
    }
}
