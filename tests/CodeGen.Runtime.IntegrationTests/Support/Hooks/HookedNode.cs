using System.Diagnostics.Metrics;
using CodeGen.Runtime.Caching;
using CodeGen.Runtime.Coordination;
using CodeGen.Runtime.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace CodeGen.Runtime.IntegrationTests;

/// <summary>A node as an application would have it, except that a test can step between it and its servers.</summary>
internal sealed class HookedNode : IAsyncDisposable
{
    /// <summary>How long a fact of another node or socket may take to come true.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TestNode _node;

    private HookedNode(TestNode node) => _node = node;

    public ITieredCache Cache => _node.Cache;

    public TieredCache Inner => _node.Inner;

    public HookedLog Log => _node.Services.GetRequiredService<HookedParts>().Log!;

    public HookedStore Store => _node.Services.GetRequiredService<HookedParts>().Store!;

    /// <summary>Up to where this node has applied the log.</summary>
    public LogPosition Position => Inner.Follower.Position;

    /// <param name="server">The server, or <see langword="null"/> for a node on its own.</param>
    /// <param name="ns">The namespace that the nodes of one test share.</param>
    /// <param name="time">The node's clock.</param>
    /// <param name="cache">Changes the cache's options.</param>
    /// <param name="coordination">Changes lease and time-outs.</param>
    /// <param name="log">A log that several nodes share in place of the server's.</param>
    /// <param name="services">Changes the registrations.</param>
    public static async Task<HookedNode> StartAsync(
        ITestServer? server,
        string ns,
        TimeProvider? time = null,
        Action<TieredCacheOptions>? cache = null,
        Action<CoordinationOptions>? coordination = null,
        ILogServer? log = null,
        Action<IServiceCollection>? services = null) => new(await TestNode.StartAsync(
            server?.ConnectionString,
            ns,
            time,
            cache,
            o =>
            {
                // A node that is held back on purpose keeps its lease meanwhile; what happens without one is tested elsewhere.
                o.MaxStaleness = TimeSpan.FromMinutes(1);
                coordination?.Invoke(o);
            },
            collection =>
            {
                collection.AddSingleton<HookedParts>();
                collection.Replace(ServiceDescriptor.Singleton(provider => Create(provider, log)));
                services?.Invoke(collection);
            }));

    public CacheRegion<GenerationKey, string> Generations(Action<RegionOptions>? configure = null) => Cache.Region<GenerationKey, string>(configure);

    public MetricCollector<long> Counter(string instrument) =>
        new(_node.Services.GetRequiredService<IMeterFactory>(), CachingDiagnostics.Name, instrument);

    /// <summary>Waits until this node has applied what another has.</summary>
    public Task CatchUpWithAsync(HookedNode other)
    {
        LogPosition wanted = other.Position;
        return WaitUntil.Async(() => Position.Epoch == wanted.Epoch && Position.Sequence >= wanted.Sequence, Patience);
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    private static TieredCache Create(IServiceProvider provider, ILogServer? log)
    {
        var hooks = provider.GetRequiredService<HookedParts>();
        CacheParts parts = TieredCacheFactory.CreateParts(provider);
        hooks.Log = log is null ? new HookedLog(parts.Server) : new HookedLog(log, ownsInner: false);
        hooks.Store = parts.Shared is null ? null : new HookedStore(parts.Shared);
        return new TieredCache(parts with { Server = hooks.Log, Shared = hooks.Store });
    }

    private sealed class HookedParts
    {
        public HookedLog? Log { get; set; }

        public HookedStore? Store { get; set; }
    }
}
