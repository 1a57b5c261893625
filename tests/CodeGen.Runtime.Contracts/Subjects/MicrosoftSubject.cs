using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;

namespace CodeGen.Runtime.Contracts;

/// <summary>Microsoft's implementation of <see cref="HybridCache"/>, with its Redis cache as second tier.</summary>
internal sealed class MicrosoftSubject : Subject
{
    public override string Name => "HybridCache";

    public override string Version => VersionOf(typeof(HybridCacheServiceExtensions));

    public override void Register(IServiceCollection services, string? connection, NodeSettings settings)
    {
        if (settings.Clock is not null)
        {
            services.AddSingleton(settings.Clock);
        }

        if (connection is not null)
        {
            services.AddStackExchangeRedisCache(o => o.Configuration = PeerConnection.Of(connection));
        }

        services.AddHybridCache(o => o.DefaultEntryOptions = new HybridCacheEntryOptions { Expiration = settings.TimeToLive, LocalCacheExpiration = settings.TimeToLive });
    }

    public override CacheNode CreateNode(IServiceProvider services, NodeSettings settings) => new Node(services.GetRequiredService<HybridCache>());

    public override void CheckOffers(NodeSettings settings)
    {
        if (settings.EagerRefresh is not null)
        {
            throw new NotOfferedException("no eager refresh");
        }

        if (settings.SoftTimeout is not null || settings.HardTimeout is not null)
        {
            throw new NotOfferedException("no factory time-outs");
        }
    }

    private sealed class Node(HybridCache cache) : CacheNode
    {
        private static readonly HybridCacheEntryOptions s_readOnly = new() { Flags = HybridCacheEntryFlags.DisableUnderlyingData };

        public override Task<T> GetOrCreateAsync<T>(string key, Func<CancellationToken, Task<T>> factory, params string[] tags) =>
            cache.GetOrCreateAsync(key, factory, static async (make, token) => await make(token), tags: tags).AsTask();

        public override async Task<T?> TryGetAsync<T>(string key)
            where T : class => await cache.GetOrCreateAsync<T?>(key, static _ => default, s_readOnly);

        public override Task SetAsync<T>(string key, T value, params string[] tags) => cache.SetAsync(key, value, tags: tags).AsTask();

        public override Task RemoveAsync(string key) => cache.RemoveAsync(key).AsTask();

        public override Task RemoveByTagAsync(string tag) => cache.RemoveByTagAsync(tag).AsTask();

        public override Task ClearAsync() => cache.RemoveByTagAsync("*").AsTask();
    }
}
