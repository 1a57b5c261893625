using CodeGen.Runtime.Caching;
using CodeGen.Runtime.Coordination;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers tiered caches: the unnamed one, and any number of named ones beside or without it.</summary>
public static class TieredCacheServiceCollectionExtensions
{
    /// <summary>The name of the health check of the unnamed cache. Those of named ones are called so with a colon and the name added, as in <c>codegen-cache:drafts</c>.</summary>
    public const string HealthCheckName = "codegen-cache";

    /// <summary>Registers <see cref="ITieredCache"/> as a singleton, its options, its hosted service and its health check. Calling it again only configures.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Changes the options.</param>
    public static TieredCacheBuilder AddTieredCache(this IServiceCollection services, Action<TieredCacheOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        return Add(services, CacheInstance.Unnamed, configure);
    }

    /// <summary>
    /// Registers a cache of its own under a name: <see cref="ITieredCache"/> as a keyed singleton whose key is the name, with local memory, log, connection, options (by that name), hosted service and
    /// health check of its own. Its <see cref="TieredCacheOptions.Namespace"/> is <c>codegen-</c> and the name unless said otherwise. It takes nothing over from the unnamed cache, which need not be there.
    /// Calling it again with the same name only configures.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="name">The name, compared by its characters.</param>
    /// <param name="configure">Changes the options.</param>
    /// <exception cref="ArgumentException">The name is null, empty or blank, or is a known one in other capitals.</exception>
    public static TieredCacheBuilder AddTieredCache(this IServiceCollection services, string name, Action<TieredCacheOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        string? known = services.Select(static d => (d.IsKeyedService ? null : d.ImplementationInstance as CacheInstance)?.Name)
            .FirstOrDefault(other => string.Equals(other, name, StringComparison.OrdinalIgnoreCase));
        if (known is not null && known != name)
        {
            throw new ArgumentException($"A cache named '{known}' is registered already; '{name}' differs from it in capitals only, which configuration and health checks do not tell apart. Take another name.", nameof(name));
        }

        return Add(services, new CacheInstance(name), configure);
    }

    private static TieredCacheBuilder Add(IServiceCollection services, CacheInstance instance, Action<TieredCacheOptions>? configure)
    {
        if (services.All(d => d.IsKeyedService || !instance.Equals(d.ImplementationInstance)))
        {
            AddFirst(services, instance);
        }

        if (configure is not null)
        {
            services.Configure(instance.OptionsName, configure);
        }

        return new TieredCacheBuilder(services, instance);
    }

    private static void AddFirst(IServiceCollection services, CacheInstance instance)
    {
        services.AddOptions<TieredCacheOptions>(instance.OptionsName).ValidateOnStart();
        services.AddOptions<CoordinationOptions>(instance.OptionsName).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TieredCacheOptions>, TieredCacheOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CoordinationOptions>, CoordinationOptionsValidator>());
        if (instance.Name is not null)
        {
            // Before whatever the host has already said of these options: this is a default.
            services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<TieredCacheOptions>>(
                new ConfigureNamedOptions<TieredCacheOptions>(instance.Name, options => options.Namespace = instance.DefaultNamespace)));
        }

        services.AddLogging();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(instance);
        services.TryAdd(instance.Singleton(provider => TieredCacheFactory.CreateConnection(provider, instance)));
        services.TryAdd(instance.Singleton(provider => TieredCacheFactory.Create(provider, instance)));
        services.TryAdd(instance.Singleton<ITieredCache>(instance.Get<TieredCache>));
        services.AddSingleton<IHostedService>(provider => new TieredCacheService(
            instance.Get<TieredCache>(provider), provider.GetRequiredService<TimeProvider>(), instance.Logger(provider, typeof(TieredCache).FullName!)));
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            instance.HealthCheckName, provider => new TieredCacheHealthCheck(instance.Get<TieredCache>(provider), instance.Get<CacheConnection>(provider)), failureStatus: null, tags: null));
    }
}
