using CodeGen.Runtime;
using CodeGen.Runtime.Caching;
using CodeGen.Runtime.Coordination;
using CodeGen.Runtime.Costs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the runtime.</summary>
public static class CodeGenRuntimeServiceCollectionExtensions
{
    /// <summary>The name of the connection string that is used when <c>CodeGenRuntime:Redis:Configuration</c> is not set.</summary>
    public const string ConnectionStringName = "Redis";

    /// <summary>Registers every room of the runtime with its options, hosted services, telemetry and health checks. Calling it again only configures.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">
    /// The host's configuration: section <c>CodeGenRuntime:Cache</c> is bound to <see cref="TieredCacheOptions"/>, <c>CodeGenRuntime:Redis</c> to <see cref="CoordinationOptions"/>,
    /// whose server may also come from <c>ConnectionStrings:Redis</c>, and <c>CodeGenRuntime:Costs</c> to <see cref="CostMeteringOptions"/>, with prices and budgets below it.
    /// </param>
    public static CodeGenRuntimeBuilder AddCodeGenRuntime(this IServiceCollection services, IConfiguration? configuration = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (configuration is not null)
        {
            services.Configure<TieredCacheOptions>(configuration.GetSection(TieredCacheOptions.SectionName));
            services.Configure<CoordinationOptions>(configuration.GetSection(CoordinationOptions.SectionName));
            services.Configure<CodeGenRuntimeOptions>(configuration.GetSection(CodeGenRuntimeOptions.SectionName));
            services.PostConfigure<CoordinationOptions>(options => options.Configuration ??= configuration.GetConnectionString(ConnectionStringName));
        }

        CostMeteringBuilder costs = configuration is null ? services.AddCostMetering() : services.AddCostMetering(configuration.GetSection(CostMeteringOptions.SectionName));
        services.AddOptions<CodeGenRuntimeOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CodeGenRuntimeOptions>, CodeGenRuntimeOptionsValidator>());
        services.TryAddSingleton<CacheSavings>();
        services.TryAddSingleton<ICacheSavings>(static provider => provider.GetRequiredService<CacheSavings>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, CacheSavings>(static provider => provider.GetRequiredService<CacheSavings>()));
        services.TryAddSingleton<CacheReuse>();
        services.TryAddSingleton<ICacheAccesses>(static provider => provider.GetRequiredService<CacheReuse>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, CacheReuse>(static provider => provider.GetRequiredService<CacheReuse>()));
        return new CodeGenRuntimeBuilder(services, services.AddTieredCache(), costs, configuration);
    }
}
