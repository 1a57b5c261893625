using CodeGen.Runtime.Caching;
using CodeGen.Runtime.Coordination;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the tiered cache.</summary>
public static class TieredCacheServiceCollectionExtensions
{
    /// <summary>The name of the health check.</summary>
    public const string HealthCheckName = "codegen-cache";

    /// <summary>Registers <see cref="ITieredCache"/> as a singleton, its options, its hosted service and its health check. Calling it again only configures.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Changes the options.</param>
    public static TieredCacheBuilder AddTieredCache(this IServiceCollection services, Action<TieredCacheOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<TieredCacheOptions>().ValidateOnStart();
        services.AddOptions<CoordinationOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TieredCacheOptions>, TieredCacheOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CoordinationOptions>, CoordinationOptionsValidator>());
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.AddLogging();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(TieredCacheFactory.CreateConnection);
        bool first = services.All(static d => d.ServiceType != typeof(TieredCache));
        services.TryAddSingleton(TieredCacheFactory.Create);
        services.TryAddSingleton<ITieredCache>(static provider => provider.GetRequiredService<TieredCache>());
        if (first)
        {
            services.AddHostedService<TieredCacheService>();
            services.AddHealthChecks().AddCheck<TieredCacheHealthCheck>(HealthCheckName);
        }

        return new TieredCacheBuilder(services);
    }
}
