namespace CodeGen.Runtime.Costs;

/// <content>What outlives the process.</content>
public sealed partial class ReuseProfile
{
    private Dictionary<string, StoredReuseRegion> _restored = [];

    internal void Restore(StoredReuseRegion[] regions)
    {
        lock (_gate)
        {
            _restored = regions.ToDictionary(static region => region.Name, StringComparer.Ordinal);
        }
    }

    /// <summary>Regions that nobody has defined yet are kept as they were.</summary>
    internal StoredReuseCache ToStored()
    {
        lock (_gate)
        {
            return new StoredReuseCache
            {
                Name = Cache.Name,
                MaxEntries = Cache.MaxEntries,
                MaxBytes = Cache.MaxBytes,
                Regions =
                [
                    .. _regions.Values.Select(static state => new StoredReuseRegion
                    {
                        Name = state.Region.Name,
                        TimeToLive = state.Region.TimeToLive,
                        Days = state.Days.ToDictionary(static day => day.Key, static day => day.Value.Copy()),
                    }),
                    .. _restored.Values,
                ],
            };
        }
    }

    private ReuseRegionState Begin(ReuseRegion region)
    {
        var state = new ReuseRegionState(region);
        if (_restored.Remove(region.Name, out StoredReuseRegion? stored) && stored.TimeToLive == region.TimeToLive)
        {
            foreach ((DateOnly day, ReuseDay sums) in stored.Days)
            {
                if (sums.Fits(state.Times.Length))
                {
                    state.Days[day] = sums;
                }
            }
        }

        return state;
    }
}
