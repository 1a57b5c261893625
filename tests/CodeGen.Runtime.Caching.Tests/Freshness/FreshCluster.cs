using CodeGen.Runtime.Caching.Tests.Protocol;
using CodeGen.Runtime.Coordination;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace CodeGen.Runtime.Caching.Tests.Freshness;

/// <summary>Some nodes on one log and one shared tier, whose clocks differ by hours and advance together.</summary>
internal sealed class FreshCluster : IAsyncDisposable
{
    private readonly FakeTimeProvider _serverClock = new(new DateTimeOffset(2031, 5, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly List<FreshNode> _nodes = [];

    private FreshCluster(bool shared, int nodes, Action<RegionOptions> region, Action<TieredCacheOptions>? cache)
    {
        Data = new SharedData(_serverClock);
        var log = new InProcessLogServer(_serverClock);
        var leaders = new InProcessLeaderStore(_serverClock);
        for (int i = 0; i < nodes; i++)
        {
            var clock = new FakeTimeProvider(new DateTimeOffset(2031, 5, 1, 7 * (i + 1) % 24, 0, 0, TimeSpan.Zero));
            var options = new TieredCacheOptions { TimeToLive = TimeSpan.FromSeconds(100), MaxEntryLifetime = TimeSpan.FromSeconds(1_000), MaxFactoryDuration = TimeSpan.FromSeconds(60) };
            cache?.Invoke(options);
            var link = new Link(clock, TimeSpan.FromSeconds(1));
            var store = new CountingStore(new NodeStore(Data, link, clock));
            var node = new TieredCache(new CacheParts
            {
                Options = options,
                Coordination = new CoordinationOptions(),
                TimeProvider = clock,
                Server = log,
                Leaders = leaders,
                Shared = shared ? store : null,
                Serializers = new CacheSerializers(null, null),
                Codecs = new PayloadCodecs([]),
                CreateMetrics = static c => new CacheMetrics(null, c),
                Logger = NullLogger.Instance,
            });
            _nodes.Add(new FreshNode(node, clock, link, store, node.Region<ProtocolKey, string?>(region)));
        }
    }

    public SharedData Data { get; }

    public FreshNode this[int index] => _nodes[index];

    public static async Task<FreshCluster> StartAsync(Action<RegionOptions> region, int nodes = 1, bool shared = true, Action<TieredCacheOptions>? cache = null)
    {
        var cluster = new FreshCluster(shared, nodes, region, cache);
        foreach (FreshNode node in cluster._nodes)
        {
            await node.Cache.StartAsync(CancellationToken.None);
        }

        return cluster;
    }

    public void Advance(double seconds)
    {
        _serverClock.Advance(TimeSpan.FromSeconds(seconds));
        _nodes.ForEach(n => n.Clock.Advance(TimeSpan.FromSeconds(seconds)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (FreshNode node in _nodes)
        {
            await node.Cache.DisposeAsync();
        }
    }
}
