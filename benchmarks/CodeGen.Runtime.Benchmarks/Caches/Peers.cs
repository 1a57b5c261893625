using System.Collections.Concurrent;
using BitFaster.Caching.Lru;
using CodeGen.Runtime.Caching;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using ZiggyCreatures.Caching.Fusion;

namespace CodeGen.Runtime.Benchmarks;

/// <summary>The caches in one process without a second tier, each set up as its documentation tells and bounded to so many entries; each is made when it is first asked for.</summary>
internal sealed class Peers(int capacity) : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _services = [];
    private readonly List<IDisposable> _disposables = [];
    private ITieredCache? _ours;
    private HybridCache? _hybrid;
    private FusionCache? _fusion;
    private MemoryCache? _memory;
    private ConcurrentTLru<string, string>? _bitFaster;

    /// <summary>What the values of the benchmarks have: the caches that bound bytes get as many bytes as these entries need.</summary>
    public const int ValueBytes = 24;

    public static HybridCacheEntryOptions ReadOnly { get; } = new() { Flags = HybridCacheEntryFlags.DisableUnderlyingData };

    public static MemoryCacheEntryOptions MemoryEntry { get; } = new() { AbsoluteExpirationRelativeToNow = TimeSpan.FromHours(1), Size = 1 };

    public ITieredCache Ours => _ours ??= Hold(new ServiceCollection().AddTieredCache(o => (o.MaxEntries, o.MaxBytes) = (capacity, long.MaxValue)).Services).GetRequiredService<ITieredCache>();

    public HybridCache Hybrid => _hybrid ??= CreateHybrid();

    public FusionCache Fusion
    {
        get
        {
            if (_fusion is null)
            {
                var memory = new MemoryCache(new MemoryCacheOptions { SizeLimit = capacity });
                _fusion = new FusionCache(new FusionCacheOptions { DefaultEntryOptions = new FusionCacheEntryOptions(TimeSpan.FromHours(1)) { Size = 1 } }, memory);
                _disposables.AddRange([_fusion, memory]);
            }

            return _fusion;
        }
    }

    public MemoryCache Memory
    {
        get
        {
            if (_memory is null)
            {
                _disposables.Add(_memory = new MemoryCache(new MemoryCacheOptions { SizeLimit = capacity, TrackStatistics = true }));
            }

            return _memory;
        }
    }

    public ConcurrentTLru<string, string> BitFaster => _bitFaster ??= new(Environment.ProcessorCount, capacity, StringComparer.Ordinal, TimeSpan.FromHours(1));

    public ConcurrentDictionary<string, string> Dictionary { get; } = new(StringComparer.Ordinal);

    /// <summary>Puts one value into one of the caches.</summary>
    public async ValueTask PutAsync(string peer, string key, string value)
    {
        switch (peer)
        {
            case Peer.Ours:
                await Ours.GetOrCreateAsync(key, value, static (value, _, _) => ValueTask.FromResult(value));
                break;
            case Peer.Hybrid:
                await Hybrid.SetAsync(key, value);
                break;
            case Peer.Fusion:
                Fusion.Set(key, value);
                break;
            case Peer.Memory:
                Memory.Set(key, value, MemoryEntry);
                break;
            case Peer.BitFaster:
                BitFaster.AddOrUpdate(key, value);
                break;
            default:
                Dictionary[key] = value;
                break;
        }
    }

    public async Task FillAsync(string peer, string[] keys)
    {
        foreach (string key in keys)
        {
            await PutAsync(peer, key, key);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable services in _services)
        {
            await services.DisposeAsync();
        }

        foreach (IDisposable disposable in _disposables)
        {
            disposable.Dispose();
        }
    }

    private HybridCache CreateHybrid()
    {
        var services = new ServiceCollection();
        services.AddMemoryCache(o => o.SizeLimit = (long)capacity * ValueBytes);
        services.AddHybridCache(o => o.DefaultEntryOptions = new HybridCacheEntryOptions { Expiration = TimeSpan.FromHours(1), LocalCacheExpiration = TimeSpan.FromHours(1) });
        return Hold(services).GetRequiredService<HybridCache>();
    }

    private ServiceProvider Hold(IServiceCollection services)
    {
        ServiceProvider provider = services.BuildServiceProvider();
        _services.Add(provider);
        return provider;
    }
}
