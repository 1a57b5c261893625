using System.Diagnostics.CodeAnalysis;
using CodeGen.Runtime.Coordination;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CodeGen.Runtime.Caching;

/// <summary>Which cache of a host: how what belongs to it alone is registered, found and called. What belongs to the unnamed one has no key.</summary>
/// <param name="Name">The name, which is the key in the container and the name of the options; <see langword="null"/> for the unnamed one.</param>
internal sealed record CacheInstance(string? Name)
{
    public static CacheInstance Unnamed { get; } = new((string?)null);

    public string OptionsName => Name ?? Options.DefaultName;

    /// <summary>How messages call it.</summary>
    public string Shown => Name is null ? "the unnamed cache" : $"the cache '{Name}'";

    public string Section => SectionOf(Name);

    public string DefaultNamespace => Name is null ? TieredCacheOptions.DefaultNamespace : $"{TieredCacheOptions.DefaultNamespace}-{Name}";

    public string HealthCheckName => Name is null ? TieredCacheServiceCollectionExtensions.HealthCheckName : $"{TieredCacheServiceCollectionExtensions.HealthCheckName}:{Name}";

    /// <summary>The configuration section of the options of a name.</summary>
    public static string SectionOf(string? name) => string.IsNullOrEmpty(name) ? TieredCacheOptions.SectionName : $"{TieredCacheOptions.NamedSectionName}:{name}";

    public ServiceDescriptor Singleton<T>(Func<IServiceProvider, T> make)
        where T : class =>
        Name is null ? ServiceDescriptor.Singleton(make) : ServiceDescriptor.KeyedSingleton(Name, (services, _) => make(services));

    public ServiceDescriptor Singleton<T>(T value)
        where T : class =>
        Name is null ? ServiceDescriptor.Singleton(value) : ServiceDescriptor.KeyedSingleton(Name, value);

    public T? Find<T>(IServiceProvider services)
        where T : class =>
        Name is null ? services.GetService<T>() : services.GetKeyedService<T>(Name);

    public T Get<T>(IServiceProvider services)
        where T : class =>
        Name is null ? services.GetRequiredService<T>() : services.GetRequiredKeyedService<T>(Name);

    public IEnumerable<T> All<T>(IServiceProvider services)
        where T : class =>
        Name is null ? services.GetServices<T>() : services.GetKeyedServices<T>(Name);

    public TieredCacheOptions CacheOptions(IServiceProvider services) => OptionsOf<TieredCacheOptions>(services);

    public CoordinationOptions Coordination(IServiceProvider services) => OptionsOf<CoordinationOptions>(services);

    /// <summary>A logger of its own, below the category of all caches, so that a filter for all holds for it too.</summary>
    public ILogger Logger(IServiceProvider services, string category) =>
        services.GetService<ILoggerFactory>()?.CreateLogger(Name is null ? category : $"{category}.{Name}") ?? NullLogger.Instance;

    private T OptionsOf<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T>(IServiceProvider services)
        where T : class =>
        Name is null ? services.GetRequiredService<IOptions<T>>().Value : services.GetRequiredService<IOptionsMonitor<T>>().Get(Name);
}
