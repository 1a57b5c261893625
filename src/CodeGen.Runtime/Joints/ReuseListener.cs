using System.Collections.Concurrent;
using CodeGen.Runtime.Caching;
using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime;

/// <summary>Tells the profile of one cache.</summary>
internal sealed class ReuseListener(ReuseProfile profile) : ICacheAccessListener
{
    /// <summary>By name: settings are made anew with each region that is asked for.</summary>
    private readonly ConcurrentDictionary<string, RegionSettings> _regions = new(StringComparer.Ordinal);

    public bool IsSampled(ulong keyHash) => profile.IsSampled(keyHash);

    public void Accessed(in CacheAccess access)
    {
        RegionSettings region = access.Region;
        if (!_regions.TryGetValue(region.Name, out RegionSettings? known) || !ReferenceEquals(known, region))
        {
            Define(region, access.IsShared);
        }

        profile.Observe(new ReuseEvent
        {
            Region = region.Name,
            KeyHash = access.KeyHash,
            At = access.At,
            Kind = access.Kind switch
            {
                CacheAccessKind.Hit => ReuseEventKind.Hit,
                CacheAccessKind.MissExpired => ReuseEventKind.MissExpired,
                CacheAccessKind.MissEvicted => ReuseEventKind.MissEvicted,
                CacheAccessKind.Stored => ReuseEventKind.Stored,
                _ => ReuseEventKind.Miss,
            },
            Bytes = access.Bytes,
            Cost = access.Cost,
            Life = access.Life,
            IsLifeOwn = access.IsLifeOwn,
        });
    }

    private void Define(RegionSettings region, bool isShared)
    {
        string? setting = region.Name == TieredCache.DefaultRegionName ? $"{profile.Cache.Section}:{nameof(TieredCacheOptions.PlainKeys)}:{nameof(RegionOptions.TimeToLive)}"
            : region.Template is null ? $"{profile.Cache.Section}:{nameof(TieredCacheOptions.TimeToLive)}"
            : null;
        profile.Define(new ReuseRegion(region.Name, region.TimeToLive, setting, isShared));
        _regions[region.Name] = region;
    }
}
