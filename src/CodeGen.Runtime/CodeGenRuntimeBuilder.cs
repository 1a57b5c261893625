using CodeGen.Runtime.Caching;
using CodeGen.Runtime.Coordination;
using CodeGen.Runtime.Costs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CodeGen.Runtime;

/// <summary>Completes the registration of the runtime.</summary>
public sealed class CodeGenRuntimeBuilder
{
    private readonly IConfiguration? _configuration;

    internal CodeGenRuntimeBuilder(IServiceCollection services, TieredCacheBuilder cache, CostMeteringBuilder costs, IConfiguration? configuration)
    {
        Services = services;
        Cache = cache;
        Costs = costs;
        _configuration = configuration;
    }

    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The own builder of the unnamed cache: serializers, codecs, JSON contracts.</summary>
    public TieredCacheBuilder Cache { get; }

    /// <summary>The own builder of cost metering: prices, budgets, attribution.</summary>
    public CostMeteringBuilder Costs { get; }

    /// <summary>
    /// Shares what nodes have in common over one server: the cache's values and invalidations, and budgets. Budgets that have no <see cref="BudgetsOptions.Namespace"/> of their own go by that of the cache, so
    /// that services that share a server and not their caches do not share budgets either. On a server of their own they are shared by <see cref="CostMeteringBuilder.UseRedis(string)"/> of <see cref="Costs"/>.
    /// </summary>
    /// <param name="configuration">A StackExchange.Redis configuration string, such as <c>localhost:6379</c>.</param>
    /// <param name="shareBudgets">Whether budgets are shared, too; otherwise each process has the whole limit.</param>
    public CodeGenRuntimeBuilder UseRedis(string configuration, bool shareBudgets = true)
    {
        Cache.UseRedis(configuration);
        return shareBudgets ? Share(Costs.UseRedis(configuration)) : this;
    }

    /// <summary>The same over a connection configured in code: TLS, credentials, sentinels.</summary>
    /// <param name="configure">Makes the options; called once for each connection.</param>
    /// <param name="shareBudgets">Whether budgets are shared, too; otherwise each process has the whole limit.</param>
    public CodeGenRuntimeBuilder UseRedis(Func<ConfigurationOptions> configure, bool shareBudgets = true)
    {
        Cache.UseRedis(configure);
        return shareBudgets ? Share(Costs.UseRedis(configure)) : this;
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

    /// <summary>Changes how the rooms work together.</summary>
    /// <param name="configure">Changes the options.</param>
    public CodeGenRuntimeBuilder Configure(Action<CodeGenRuntimeOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }

    /// <summary>Changes the options of cost metering.</summary>
    /// <param name="configure">Changes the options.</param>
    public CodeGenRuntimeBuilder ConfigureCosts(Action<CostMeteringOptions> configure)
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

    /// <summary>
    /// Registers a cache of its own under a name, as <see cref="TieredCacheServiceCollectionExtensions.AddTieredCache(IServiceCollection, string, Action{TieredCacheOptions})"/> does, on the runtime's
    /// server: it begins with the runtime's <see cref="CoordinationOptions"/>, and goes by its own where it has some. Calling it again with the same name only configures.
    /// </summary>
    /// <remarks>
    /// When the runtime was registered with a configuration, section <c>CodeGenRuntime:Caches:NAME</c> is bound to the cache's <see cref="TieredCacheOptions"/>, and <c>CodeGenRuntime:Caches:NAME:Redis</c> to
    /// its <see cref="CoordinationOptions"/>.
    /// </remarks>
    /// <param name="name">The name: the key of its services and the name of its options, compared by its characters.</param>
    /// <param name="configure">Changes the options, after the configuration.</param>
    /// <returns>The named cache's own builder.</returns>
    /// <exception cref="ArgumentException">The name is null, empty or blank, or is a known one in other capitals.</exception>
    public TieredCacheBuilder AddCache(string name, Action<TieredCacheOptions>? configure = null)
    {
        TieredCacheBuilder cache = Services.AddTieredCache(name).InheritCoordination();
        if (_configuration is not null)
        {
            Services.Configure<TieredCacheOptions>(name, _configuration.GetSection($"{TieredCacheOptions.NamedSectionName}:{name}"));
            Services.Configure<CoordinationOptions>(name, _configuration.GetSection($"{TieredCacheOptions.NamedSectionName}:{name}:Redis"));
        }

        return configure is null ? cache : Services.AddTieredCache(name, configure);
    }

    private CodeGenRuntimeBuilder Share(CostMeteringBuilder costs)
    {
        costs.Services.AddOptions<BudgetsOptions>().PostConfigure<IOptions<TieredCacheOptions>>(static (budgets, cache) =>
        {
            if (budgets.Namespace == BudgetsOptions.DefaultNamespace)
            {
                budgets.Namespace = cache.Value.Namespace;
            }
        });
        return this;
    }
}
