using System.Collections.Concurrent;
using BitFaster.Caching.Lru;
using CodeGen.Runtime.Caching;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using ZiggyCreatures.Caching.Fusion;

namespace CodeGen.Runtime.Benchmarks;

/// <summary>The caches side by side, each set up as its documentation tells, in one process without a second tier, and bounded where it can be.</summary>
internal sealed class Peers : IAsyncDisposable
{
    private readonly ServiceProvider _ours;
    private readonly ServiceProvider _hybrid;

    public Peers(int capacity)
    {
        _ours = new ServiceCollection()
            .AddTieredCache(o => (o.MaxEntries, o.MaxBytes) = (capacity, long.MaxValue))
            .Services.BuildServiceProvider();
        Ours = _ours.GetRequiredService<ITieredCache>();
        var services = new ServiceCollection();
        services.AddHybridCache();
        _hybrid = services.BuildServiceProvider();
        Hybrid = _hybrid.GetRequiredService<HybridCache>();
        Fusion = new FusionCache(new FusionCacheOptions());
        Memory = new MemoryCache(new MemoryCacheOptions { SizeLimit = capacity, TrackStatistics = true });
        BitFaster = new ConcurrentTLru<string, string>(Environment.ProcessorCount, capacity, StringComparer.Ordinal, TimeSpan.FromHours(1));
    }

    public ITieredCache Ours { get; }

    public HybridCache Hybrid { get; }

    public FusionCache Fusion { get; }

    public MemoryCache Memory { get; }

    public ConcurrentTLru<string, string> BitFaster { get; }

    public ConcurrentDictionary<string, string> Dictionary { get; } = new(StringComparer.Ordinal);

    public async Task FillAsync(string[] keys)
    {
        foreach (string key in keys)
        {
            await Ours.SetAsync(key, key);
            await Hybrid.SetAsync(key, key);
            await Fusion.SetAsync(key, key);
            Memory.Set(key, key, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = TimeSpan.FromHours(1), Size = 1 });
            BitFaster.AddOrUpdate(key, key);
            Dictionary[key] = key;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ours.DisposeAsync();
        await _hybrid.DisposeAsync();
        Fusion.Dispose();
        Memory.Dispose();
    }
}
