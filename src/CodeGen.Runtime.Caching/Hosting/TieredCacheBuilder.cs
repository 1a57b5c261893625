using System.Text.Json.Serialization.Metadata;
using CodeGen.Runtime.Coordination;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CodeGen.Runtime.Caching;

/// <summary>Completes the registration of one cache. What it registers is that cache's alone: keyed by its name, or without a key for the unnamed cache.</summary>
public sealed class TieredCacheBuilder
{
    private readonly CacheInstance _instance;

    internal TieredCacheBuilder(IServiceCollection services, CacheInstance instance)
    {
        Services = services;
        _instance = instance;
    }

    /// <summary>The cache's name: its key in the container and the name of its options.</summary>
    /// <value><see langword="null"/> for the unnamed cache.</value>
    public string? Name => _instance.Name;

    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Adds the shared tier. Without it the cache stays in this process.</summary>
    /// <param name="configuration">A StackExchange.Redis configuration string, such as <c>localhost:6379</c>.</param>
    public TieredCacheBuilder UseRedis(string configuration)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(configuration);
        Services.Configure<CoordinationOptions>(_instance.OptionsName, o => o.Configuration = configuration);
        return this;
    }

    /// <summary>Adds the shared tier with a connection configured in code: TLS, credentials, sentinels.</summary>
    /// <param name="configure">Makes the options; called once for each of the two connections.</param>
    public TieredCacheBuilder UseRedis(Func<ConfigurationOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.Replace(_instance.Singleton(new RedisSource(configure)));
        return this;
    }

    /// <summary>Changes lease, time-outs and bounds of the log.</summary>
    /// <param name="configure">Changes the options.</param>
    public TieredCacheBuilder ConfigureCoordination(Action<CoordinationOptions> configure)
    {
        Services.Configure(_instance.OptionsName, configure);
        return this;
    }

    /// <summary>Gives the JSON contracts of the values, usually a source-generated context; needed where reflection is switched off.</summary>
    /// <param name="resolver">Such as <c>MyContext.Default</c>.</param>
    public TieredCacheBuilder UseJson(IJsonTypeInfoResolver resolver)
    {
        ArgumentNullException.ThrowIfNull(resolver);
        Services.Replace(_instance.Singleton(new JsonSource(resolver)));
        return this;
    }

    /// <summary>Uses a serializer of the host's for one type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="serializer">The serializer.</param>
    public TieredCacheBuilder UseSerializer<T>(ICacheSerializer<T> serializer)
    {
        ArgumentNullException.ThrowIfNull(serializer);
        Services.Replace(_instance.Singleton(serializer));
        return this;
    }

    /// <summary>
    /// Keeps local copies in the host's <see cref="IMemoryCache"/>, which then bounds them together with the host's other entries; <see cref="TieredCacheOptions.MaxEntries"/> and
    /// <see cref="TieredCacheOptions.MaxBytes"/> do not apply. What is invalidated is not served, as without it. The host fails to start when no <see cref="IMemoryCache"/> is registered.
    /// </summary>
    /// <param name="size">What an entry's size is in the unit of the host's size limit. The default is its estimated bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is none of the enumeration's.</exception>
    public TieredCacheBuilder UseMemoryCache(MemoryCacheEntrySize size = MemoryCacheEntrySize.Bytes)
    {
        if (!Enum.IsDefined(size))
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, "It must be Bytes or Entries.");
        }

        Services.Replace(_instance.Singleton(new HostMemorySource(size)));
        return this;
    }

    /// <summary>Registers the cache as the host's <see cref="HybridCache"/> (a named one as the keyed one of its name), in place of any other. Its entries are the region <c>hybrid</c>; its tags are the cache's.</summary>
    public TieredCacheBuilder AsHybridCache()
    {
        Services.Replace(_instance.Singleton<HybridCache>(provider => new TieredHybridCache(_instance.Get<TieredCache>(provider))));
        return this;
    }

    /// <summary>
    /// Registers the cache as the host's <see cref="IDistributedCache"/> and <see cref="IBufferDistributedCache"/> (a named one as the keyed ones of its name), in place of any other. Its entries are the region <c>distributed</c>.
    /// </summary>
    public TieredCacheBuilder AsDistributedCache()
    {
        Services.TryAdd(_instance.Singleton(provider => new TieredDistributedCache(_instance.Get<TieredCache>(provider), provider.GetRequiredService<TimeProvider>())));
        Services.Replace(_instance.Singleton<IDistributedCache>(_instance.Get<TieredDistributedCache>));
        Services.Replace(_instance.Singleton<IBufferDistributedCache>(_instance.Get<TieredDistributedCache>));
        return this;
    }

    /// <summary>Adds a codec that frames may have been written with. Values are written with LZ4.</summary>
    /// <param name="codec">The codec; its id is 32 or more.</param>
    public TieredCacheBuilder AddPayloadCodec(IPayloadCodec codec)
    {
        ArgumentNullException.ThrowIfNull(codec);
        Services.Add(_instance.Singleton(codec));
        return this;
    }

    /// <summary>
    /// Lets a named cache begin with what the unnamed one has of settings and server for what nodes share. What is said of the named one itself goes before that, whenever it is said.
    /// </summary>
    internal TieredCacheBuilder InheritCoordination()
    {
        // Asked for when the options are made: the factory of these options cannot need them to be made itself.
        Services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<CoordinationOptions>>(provider => new ConfigureNamedOptions<CoordinationOptions>(
            _instance.OptionsName, options => options.TakeOver(CacheInstance.Unnamed.Coordination(provider)))));
        Services.Replace(_instance.Singleton(provider => TieredCacheFactory.CreateInheritedConnection(provider, _instance)));
        return this;
    }
}
