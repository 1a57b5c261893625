using CodeGen.Runtime.Coordination;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace CodeGen.Runtime.Caching.Tests.Protocol;

/// <summary>One node: a real cache with its own clock, reaching the shared log and the shared tier over a link that the test controls.</summary>
internal sealed class ModelNode : IAsyncDisposable
{
    public const int CommandTimeoutMilliseconds = 1_000;
    private readonly NodeLogServer _server;
    private readonly CacheRegion<ProtocolKey, string> _typed;

    /// <summary>Too small for all keys, so that it refuses and evicts.</summary>
    private readonly MemoryCache? _memory;

    public ModelNode(int id, ProtocolSetup setup, SharedLog log, SharedData data, InProcessLeaderStore leaders)
    {
        // Wall clocks of nodes differ by hours; nothing may depend on them.
        Clock = new FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero) + TimeSpan.FromHours(5 * (id % 7)));
        Link = new Link(Clock, TimeSpan.FromMilliseconds(CommandTimeoutMilliseconds));
        _server = new NodeLogServer(log, Link, id);
        Id = id;
        var options = new TieredCacheOptions
        {
            WhenDisconnected = setup.WhenDisconnected,
            OnDisconnectedInvalidation = setup.Outbox ? OnDisconnectedInvalidation.Queue : OnDisconnectedInvalidation.Throw,
            MaxKeyRecords = setup.MaxKeyRecords,
            MaxPatterns = setup.MaxPatterns,
            InlineBytes = setup.InlineBytes,
            TimeToLive = TimeSpan.FromSeconds(300),
            MaxEntryLifetime = TimeSpan.FromSeconds(300),
            MaxFactoryDuration = TimeSpan.FromSeconds(10),
            MaxStaleOnDisconnect = TimeSpan.FromSeconds(300),
            FlightLease = TimeSpan.FromSeconds(2),
        };
        SetFreshness(options.PlainKeys, setup.Freshness);
        _memory = setup.HostMemory ? new MemoryCache(new MemoryCacheOptions { SizeLimit = ModelKeys.Count - 1 }) : null;
        Cache = new TieredCache(new CacheParts
        {
            Options = options,
            Coordination = new CoordinationOptions { CommandTimeout = TimeSpan.FromMilliseconds(CommandTimeoutMilliseconds), MaxOutboxRecords = 3 },
            TimeProvider = Clock,
            Server = _server,
            Leaders = leaders,
            Shared = new NodeStore(data, Link, Clock),
            Serializers = new CacheSerializers(null, null),
            Codecs = new PayloadCodecs([]),
            HostMemory = _memory,
            HostEntrySize = MemoryCacheEntrySize.Entries,
            CreateMetrics = static cache => new CacheMetrics(null, cache),
            Logger = NullLogger.Instance,
        });
        _typed = Cache.Region<ProtocolKey, string>(r =>
        {
            r.SingleFlight = setup.SingleFlight;
            r.OnSuperseded = setup.OnSuperseded;
            SetFreshness(r, setup.Freshness);
        });
    }

    public int Id { get; }

    public FakeTimeProvider Clock { get; }

    public Link Link { get; }

    public TieredCache Cache { get; }

    /// <summary>For each key the moment after which a value must have begun, by what this node has applied or said yes to.</summary>
    public long[] Required { get; } = new long[ModelKeys.Count];

    public async ValueTask DisposeAsync()
    {
        await Cache.DisposeAsync();
        _memory?.Dispose();
    }

    public void Ring(Doorbell bell) => _server.Ring(bell);

    public async Task<string?> GetOrCreateAsync(int key, Func<CacheEntryContext, CancellationToken, ValueTask<string>> factory, CancellationToken cancellationToken)
    {
        var options = new CacheEntryOptions { Tags = ModelKeys.EarlyTags[key] };
        return key < ModelKeys.Typed.Length
            ? await _typed.GetOrCreateAsync(ModelKeys.Typed[key], (_, context, token) => factory(context, token), options, cancellationToken)
            : await Cache.GetOrCreateAsync(ModelKeys.Plain, factory, options, cancellationToken);
    }

    public async Task<string?> TryGetAsync(int key)
    {
        CacheResult<string> result = key < ModelKeys.Typed.Length ? await _typed.TryGetAsync(ModelKeys.Typed[key]) : await Cache.TryGetAsync<string>(ModelKeys.Plain);
        return result.HasValue ? result.Value : null;
    }

    public async Task SetAsync(int key, string value)
    {
        var options = new CacheEntryOptions { Tags = [.. ModelKeys.EarlyTags[key], .. ModelKeys.LateTags[key]] };
        if (key < ModelKeys.Typed.Length)
        {
            await _typed.SetAsync(ModelKeys.Typed[key], value, options);
        }
        else
        {
            await Cache.SetAsync(ModelKeys.Plain, value, options);
        }
    }

    public async Task RemoveAsync(int key)
    {
        if (key < ModelKeys.Typed.Length)
        {
            await _typed.RemoveAsync(ModelKeys.Typed[key]);
        }
        else
        {
            await Cache.RemoveAsync(ModelKeys.Plain);
        }
    }

    private static void SetFreshness(RegionOptions region, ModelFreshness freshness)
    {
        switch (freshness)
        {
            case ModelFreshness.Kept:
                region.TimeToLive = TimeSpan.FromSeconds(60);
                region.StaleFor = TimeSpan.FromSeconds(100);
                region.Jitter = 0.2;
                region.EagerRefresh = 0.3;
                region.SoftTimeout = TimeSpan.FromMilliseconds(500);
                region.HardTimeout = TimeSpan.FromSeconds(4);
                region.StaleRetryAfter = TimeSpan.FromSeconds(5);
                break;
            case ModelFreshness.Sliding:
                region.SlidingExpiration = TimeSpan.FromSeconds(40);
                region.LocalTimeToLive = TimeSpan.FromSeconds(10);
                break;
        }
    }
}
