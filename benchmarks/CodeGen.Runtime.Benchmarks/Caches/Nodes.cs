using CodeGen.Runtime.Caching;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ZiggyCreatures.Caching.Fusion;
using ZiggyCreatures.Caching.Fusion.Serialization.SystemTextJson;

namespace CodeGen.Runtime.Benchmarks;

/// <summary>One node of each cache on a server, each set up as its documentation tells for several nodes.</summary>
internal sealed class Nodes : IAsyncDisposable
{
    private readonly List<ServiceProvider> _services = [];

    /// <param name="connection">The server.</param>
    /// <param name="ours">Changes our options.</param>
    public Nodes(string connection, Action<TieredCacheOptions>? ours = null)
    {
        Ours = Start(s => s.AddTieredCache(ours).UseRedis(connection)).GetRequiredService<ITieredCache>();
        Hybrid = Start(s =>
        {
            s.AddStackExchangeRedisCache(o => o.Configuration = connection);
            s.AddHybridCache(o => o.DefaultEntryOptions = new HybridCacheEntryOptions { Expiration = TimeSpan.FromHours(1), LocalCacheExpiration = TimeSpan.FromHours(1) });
        }).GetRequiredService<HybridCache>();
        Fusion = Start(s => s.AddFusionCache()
            .WithDefaultEntryOptions(o => o.Duration = TimeSpan.FromHours(1))
            .WithSerializer(new FusionCacheSystemTextJsonSerializer())
            .WithDistributedCache(new RedisCache(Options.Create(new RedisCacheOptions { Configuration = connection })))
            .WithStackExchangeRedisBackplane(o => o.Configuration = connection)).GetRequiredService<IFusionCache>();
    }

    public ITieredCache Ours { get; }

    public HybridCache Hybrid { get; }

    public IFusionCache Fusion { get; }

    public async ValueTask DisposeAsync()
    {
        foreach (ServiceProvider services in _services)
        {
            foreach (IHostedService hosted in services.GetServices<IHostedService>())
            {
                await hosted.StopAsync(CancellationToken.None);
            }

            await services.DisposeAsync();
        }
    }

    private ServiceProvider Start(Action<IServiceCollection> register)
    {
        var collection = new ServiceCollection();
        register(collection);
        ServiceProvider services = collection.BuildServiceProvider();
        foreach (IHostedService hosted in services.GetServices<IHostedService>())
        {
            hosted.StartAsync(CancellationToken.None).GetAwaiter().GetResult();
        }

        _services.Add(services);
        return services;
    }
}
