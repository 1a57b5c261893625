using System.Text.Json.Serialization.Metadata;
using CodeGen.Runtime.Coordination;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using StackExchange.Redis;

namespace CodeGen.Runtime.Caching;

/// <summary>Completes the registration of a cache.</summary>
public sealed class TieredCacheBuilder
{
    internal TieredCacheBuilder(IServiceCollection services) => Services = services;

    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Adds the shared tier. Without it the cache stays in this process.</summary>
    /// <param name="configuration">A StackExchange.Redis configuration string, such as <c>localhost:6379</c>.</param>
    public TieredCacheBuilder UseRedis(string configuration)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(configuration);
        Services.Configure<CoordinationOptions>(o => o.Configuration = configuration);
        return this;
    }

    /// <summary>Adds the shared tier with a connection configured in code: TLS, credentials, sentinels.</summary>
    /// <param name="configure">Makes the options; called once for each of the two connections.</param>
    public TieredCacheBuilder UseRedis(Func<ConfigurationOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.Replace(ServiceDescriptor.Singleton(new RedisSource(configure)));
        return this;
    }

    /// <summary>Changes lease, time-outs and bounds of the log.</summary>
    /// <param name="configure">Changes the options.</param>
    public TieredCacheBuilder ConfigureCoordination(Action<CoordinationOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }

    /// <summary>Gives the JSON contracts of the values, usually a source-generated context; needed where reflection is switched off.</summary>
    /// <param name="resolver">Such as <c>MyContext.Default</c>.</param>
    public TieredCacheBuilder UseJson(IJsonTypeInfoResolver resolver)
    {
        ArgumentNullException.ThrowIfNull(resolver);
        Services.Replace(ServiceDescriptor.Singleton(new JsonSource(resolver)));
        return this;
    }

    /// <summary>Uses a serializer of the host's for one type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="serializer">The serializer.</param>
    public TieredCacheBuilder UseSerializer<T>(ICacheSerializer<T> serializer)
    {
        ArgumentNullException.ThrowIfNull(serializer);
        Services.Replace(ServiceDescriptor.Singleton(serializer));
        return this;
    }

    /// <summary>Registers the cache as the host's <see cref="HybridCache"/>, in place of any other. Its entries are the region <c>hybrid</c>; its tags are the cache's.</summary>
    public TieredCacheBuilder AsHybridCache()
    {
        Services.Replace(ServiceDescriptor.Singleton<HybridCache>(static provider => new TieredHybridCache(provider.GetRequiredService<TieredCache>())));
        return this;
    }

    /// <summary>
    /// Registers the cache as the host's <see cref="IDistributedCache"/> and <see cref="IBufferDistributedCache"/>, in place of any other. Its entries are the region <c>distributed</c>.
    /// </summary>
    public TieredCacheBuilder AsDistributedCache()
    {
        Services.TryAddSingleton(static provider => new TieredDistributedCache(provider.GetRequiredService<TieredCache>(), provider.GetRequiredService<TimeProvider>()));
        Services.Replace(ServiceDescriptor.Singleton<IDistributedCache>(static provider => provider.GetRequiredService<TieredDistributedCache>()));
        Services.Replace(ServiceDescriptor.Singleton<IBufferDistributedCache>(static provider => provider.GetRequiredService<TieredDistributedCache>()));
        return this;
    }

    /// <summary>Adds a codec that frames may have been written with. Values are written with LZ4.</summary>
    /// <param name="codec">The codec; its id is 32 or more.</param>
    public TieredCacheBuilder AddPayloadCodec(IPayloadCodec codec)
    {
        ArgumentNullException.ThrowIfNull(codec);
        Services.AddSingleton(codec);
        return this;
    }
}
