using System.Diagnostics.Metrics;
using CodeGen.Runtime.Coordination;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace CodeGen.Runtime.Caching;

/// <summary>Puts a cache together from what the container holds.</summary>
internal static class TieredCacheFactory
{
    public static TieredCache Create(IServiceProvider services, CacheInstance instance) => new(CreateParts(services, instance));

    /// <summary>The parts of one cache, the unnamed one unless said otherwise.</summary>
    public static CacheParts CreateParts(IServiceProvider services, CacheInstance? which = null)
    {
        CacheInstance instance = which ?? CacheInstance.Unnamed;
        TieredCacheOptions options = instance.CacheOptions(services);
        CoordinationOptions coordination = instance.Coordination(services);
        TimeProvider timeProvider = services.GetRequiredService<TimeProvider>();
        RedisConnection? redis = instance.Get<CacheConnection>(services).Redis;
        HostMemorySource? memory = instance.Find<HostMemorySource>(services);

        // Whatever refuses to start does so before there is anything to dispose.
        IMemoryCache? hostMemory = memory is null ? null : FindHostMemory(services, instance);
        NamespaceCheck.Run(services, instance, options, redis);
        return new CacheParts
        {
            Options = options,
            Coordination = coordination,
            TimeProvider = timeProvider,
            Server = redis is null ? new InProcessLogServer(timeProvider, coordination.MaxLogRecords) : new RedisLogServer(redis, coordination, options.Namespace),
            Leaders = redis is null ? new InProcessLeaderStore(timeProvider) : new RedisLeaderStore(redis, options.Namespace),
            Shared = redis is null ? null : new RedisSharedStore(redis, options.Namespace, timeProvider),
            Serializers = new CacheSerializers(instance.Find<JsonSource>(services)?.Resolver, services, instance),
            Codecs = new PayloadCodecs(instance.All<IPayloadCodec>(services)),
            HostMemory = hostMemory,
            HostEntrySize = memory?.Size ?? default,
            CreateMetrics = cache => new CacheMetrics(services.GetService<IMeterFactory>(), cache, instance.Name, services.GetService<ICacheSavings>()),
            Accesses = services.GetService<ICacheAccesses>()?.Listen(instance, options),
            Logger = instance.Logger(services, CachingDiagnostics.Name),
        };
    }

    public static CacheConnection CreateConnection(IServiceProvider services, CacheInstance instance) =>
        CreateConnection(services, instance, instance.Find<RedisSource>(services));

    /// <summary>A connection to where the unnamed cache has its own, unless the instance names a server of its own.</summary>
    public static CacheConnection CreateInheritedConnection(IServiceProvider services, CacheInstance instance)
    {
        RedisSource? source = instance.Find<RedisSource>(services);
        if (source is null && instance.Coordination(services).Configuration == CacheInstance.Unnamed.Coordination(services).Configuration)
        {
            source = CacheInstance.Unnamed.Find<RedisSource>(services);
        }

        return CreateConnection(services, instance, source);
    }

    private static IMemoryCache FindHostMemory(IServiceProvider services, CacheInstance instance) => services.GetService<IMemoryCache>()
        ?? throw new InvalidOperationException(
            $"UseMemoryCache was called for {instance.Shown}, but the host has no IMemoryCache. Call services.AddMemoryCache(), or leave UseMemoryCache out to have local memory bounded by MaxEntries and MaxBytes.");

    private static CacheConnection CreateConnection(IServiceProvider services, CacheInstance instance, RedisSource? source) =>
        new(instance.Coordination(services), source?.Configure, instance.Logger(services, "CodeGen.Runtime.Coordination"), instance.Name);
}
