using CodeGen.Runtime.Caching;
using CodeGen.Runtime.Coordination;
using Microsoft.Extensions.DependencyInjection;

namespace CodeGen.Runtime;

/// <summary>Completes the registration of the runtime.</summary>
public sealed class CodeGenRuntimeBuilder
{
    internal CodeGenRuntimeBuilder(IServiceCollection services, TieredCacheBuilder cache)
    {
        Services = services;
        Cache = cache;
    }

    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The cache's own builder: serializers, codecs, JSON contracts.</summary>
    public TieredCacheBuilder Cache { get; }

    /// <summary>Uses Redis wherever a room shares something between nodes.</summary>
    /// <param name="configuration">A StackExchange.Redis configuration string, such as <c>localhost:6379</c>.</param>
    public CodeGenRuntimeBuilder UseRedis(string configuration)
    {
        Cache.UseRedis(configuration);
        return this;
    }

    /// <summary>Registers the cache as the host's <c>HybridCache</c>, in place of any other.</summary>
    public CodeGenRuntimeBuilder AsHybridCache()
    {
        Cache.AsHybridCache();
        return this;
    }

    /// <summary>Registers the cache as the host's <c>IDistributedCache</c> and <c>IBufferDistributedCache</c>, in place of any other.</summary>
    public CodeGenRuntimeBuilder AsDistributedCache()
    {
        Cache.AsDistributedCache();
        return this;
    }

    /// <summary>Changes the cache's options.</summary>
    /// <param name="configure">Changes the options.</param>
    public CodeGenRuntimeBuilder ConfigureCache(Action<TieredCacheOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }

    /// <summary>Changes lease, time-outs and bounds of what is shared between nodes.</summary>
    /// <param name="configure">Changes the options.</param>
    public CodeGenRuntimeBuilder ConfigureCoordination(Action<CoordinationOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }
}
