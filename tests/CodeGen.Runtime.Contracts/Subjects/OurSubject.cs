using CodeGen.Runtime.Caching;
using Microsoft.Extensions.DependencyInjection;

namespace CodeGen.Runtime.Contracts;

/// <summary>This library.</summary>
internal sealed class OurSubject : Subject
{
    public override string Name => "CodeGen.Runtime";

    public override string Version => VersionOf(typeof(ITieredCache));

    public override void Register(IServiceCollection services, string? connection, NodeSettings settings)
    {
        if (settings.Clock is not null)
        {
            services.AddSingleton(settings.Clock);
        }

        TieredCacheBuilder builder = services
            .AddTieredCache(o =>
            {
                o.TimeToLive = settings.TimeToLive;

                // What a node that is cut off may serve is the region's choice; the contract asks for the strict one.
                o.WhenDisconnected = WhenDisconnected.Recompute;
                o.PlainKeys.StaleFor = settings.StaleFor;
                o.PlainKeys.EagerRefresh = settings.EagerRefresh;
                o.PlainKeys.SoftTimeout = settings.SoftTimeout;
                o.PlainKeys.HardTimeout = settings.HardTimeout;
                o.PlainKeys.SingleFlight = settings.AcrossNodes ? SingleFlight.AcrossNodes : SingleFlight.Auto;
            })
            .AsHybridCache()
            .AsDistributedCache();
        if (connection is not null)
        {
            builder.UseRedis(connection);
        }
    }

    public override CacheNode CreateNode(IServiceProvider services, NodeSettings settings) => new Node(services.GetRequiredService<ITieredCache>());

    private sealed class Node(ITieredCache cache) : CacheNode
    {
        public override Task<T> GetOrCreateAsync<T>(string key, Func<CancellationToken, Task<T>> factory, params string[] tags) =>
            cache.GetOrCreateAsync(key, factory, static async (make, _, token) => await make(token), new CacheEntryOptions { Tags = tags }).AsTask();

        public override async Task<T?> TryGetAsync<T>(string key)
            where T : class => (await cache.TryGetAsync<T>(key)).Value;

        public override Task SetAsync<T>(string key, T value, params string[] tags) => cache.SetAsync(key, value, new CacheEntryOptions { Tags = tags }).AsTask();

        public override Task RemoveAsync(string key) => cache.RemoveAsync(key).AsTask();

        public override Task RemoveByTagAsync(string tag) => cache.InvalidateTagAsync(tag).AsTask();

        public override Task ClearAsync() => cache.ClearAsync().AsTask();

        public override Task InvalidatePrefixAsync(string prefix) => cache.InvalidateAsync(CachePattern.Parse(prefix + "*")).AsTask();
    }
}
