using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ZiggyCreatures.Caching.Fusion;
using ZiggyCreatures.Caching.Fusion.Locking.Distributed.Redis;
using ZiggyCreatures.Caching.Fusion.Serialization.SystemTextJson;

namespace CodeGen.Runtime.Contracts;

/// <summary>FusionCache with all that its documentation offers for several nodes: Redis as second tier, backplane, and distributed locker where a case wants one.</summary>
internal sealed class FusionSubject : Subject
{
    public override string Name => "FusionCache";

    public override string Version => VersionOf(typeof(IFusionCache));

    public override void Register(IServiceCollection services, string? connection, NodeSettings settings)
    {
        IFusionCacheBuilder builder = services.AddFusionCache()
            .WithSerializer(new FusionCacheSystemTextJsonSerializer())
            .WithDefaultEntryOptions(o =>
            {
                o.Duration = settings.TimeToLive;
                o.EnableAutoClone = true;
                o.EagerRefreshThreshold = (float?)settings.EagerRefresh;
                o.IsFailSafeEnabled = settings.StaleFor > TimeSpan.Zero;
                o.FailSafeMaxDuration = settings.TimeToLive + settings.StaleFor;
                o.FactorySoftTimeout = settings.SoftTimeout ?? Timeout.InfiniteTimeSpan;
                o.FactoryHardTimeout = settings.HardTimeout ?? Timeout.InfiniteTimeSpan;
            });
        if (connection is not null)
        {
            string configuration = PeerConnection.Of(connection);
            builder.WithDistributedCache(new RedisCache(Options.Create(new RedisCacheOptions { Configuration = configuration })))
                .WithStackExchangeRedisBackplane(o => o.Configuration = configuration);
            if (settings.AcrossNodes)
            {
                builder.WithRedisDistributedLocker(o => o.Configuration = configuration);
            }
        }

        builder.AsHybridCache();
    }

    public override CacheNode CreateNode(IServiceProvider services, NodeSettings settings) => new Node(services.GetRequiredService<IFusionCache>());

    public override void CheckOffers(NodeSettings settings)
    {
        if (settings.Clock is not null)
        {
            throw new NotOfferedException("takes no clock, so it cannot be shown one that is wrong");
        }
    }

    private sealed class Node(IFusionCache cache) : CacheNode
    {
        public override Task<T> GetOrCreateAsync<T>(string key, Func<CancellationToken, Task<T>> factory, params string[] tags) =>
            cache.GetOrSetAsync<T>(key, (_, token) => factory(token), tags: tags).AsTask();

        public override async Task<T?> TryGetAsync<T>(string key)
            where T : class => (await cache.TryGetAsync<T>(key)).GetValueOrDefault();

        public override Task SetAsync<T>(string key, T value, params string[] tags) => cache.SetAsync(key, value, tags: tags).AsTask();

        public override Task RemoveAsync(string key) => cache.RemoveAsync(key).AsTask();

        public override Task RemoveByTagAsync(string tag) => cache.RemoveByTagAsync(tag).AsTask();

        public override Task ClearAsync() => cache.ClearAsync(allowFailSafe: false).AsTask();
    }
}
