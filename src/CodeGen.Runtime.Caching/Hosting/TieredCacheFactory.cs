using System.Diagnostics.Metrics;
using CodeGen.Runtime.Coordination;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CodeGen.Runtime.Caching;

/// <summary>Puts a cache together from what the container holds.</summary>
internal static class TieredCacheFactory
{
    public static TieredCache Create(IServiceProvider services) => new(CreateParts(services));

    public static CacheParts CreateParts(IServiceProvider services)
    {
        TieredCacheOptions options = services.GetRequiredService<IOptions<TieredCacheOptions>>().Value;
        CoordinationOptions coordination = services.GetRequiredService<IOptions<CoordinationOptions>>().Value;
        TimeProvider timeProvider = services.GetRequiredService<TimeProvider>();
        RedisConnection? redis = services.GetRequiredService<CacheConnection>().Redis;
        return new CacheParts
        {
            Options = options,
            Coordination = coordination,
            TimeProvider = timeProvider,
            Server = redis is null ? new InProcessLogServer(timeProvider, coordination.MaxLogRecords) : new RedisLogServer(redis, coordination, options.Namespace),
            Leaders = redis is null ? new InProcessLeaderStore(timeProvider) : new RedisLeaderStore(redis, options.Namespace),
            Shared = redis is null ? null : new RedisSharedStore(redis, options.Namespace, timeProvider),
            Serializers = new CacheSerializers(services.GetService<JsonSource>()?.Resolver, services),
            Codecs = new PayloadCodecs(services.GetServices<IPayloadCodec>()),
            CreateMetrics = cache => new CacheMetrics(services.GetService<IMeterFactory>(), cache),
            Logger = services.GetService<ILoggerFactory>()?.CreateLogger(CachingDiagnostics.Name) ?? NullLogger.Instance,
        };
    }

    public static CacheConnection CreateConnection(IServiceProvider services) => new(
        services.GetRequiredService<IOptions<CoordinationOptions>>().Value,
        services.GetService<RedisSource>()?.Configure,
        services.GetService<ILoggerFactory>()?.CreateLogger("CodeGen.Runtime.Coordination") ?? NullLogger.Instance);
}
