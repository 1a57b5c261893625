using CodeGen.Runtime.Costs;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers recommendations and what makes them.</summary>
public static class CostRecommendationServiceCollectionExtensions
{
    /// <summary>Adds a recommender of the host beside those of the library.</summary>
    /// <typeparam name="TRecommender">Its type; made once, from the services that its constructor asks for.</typeparam>
    /// <param name="services">The host's services.</param>
    public static IServiceCollection AddCostRecommender<[System.Diagnostics.CodeAnalysis.DynamicallyAccessedMembers(System.Diagnostics.CodeAnalysis.DynamicallyAccessedMemberTypes.PublicConstructors)] TRecommender>(this IServiceCollection services)
        where TRecommender : class, ICostRecommender
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ICostRecommender, TRecommender>());
        return services;
    }

    internal static void AddCostRecommendations(this IServiceCollection services)
    {
        services.AddOptions<CostRecommendationOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CostRecommendationOptions>, CostRecommendationOptionsValidator>());
        Add(services, static options => new CheaperModelRecommender(options));
        Add(services, static options => new BatchTierRecommender(options));
        Add(services, static options => new PromptCacheRecommender(options));
        Add(services, static options => new UnboundGeoRecommender(options));
        Add(services, static options => new SpotRecommender(options));
        Add(services, static options => new ReservedRecommender(options));
        Add(services, static options => new OtherMachineRecommender(options));
        Add(services, static options => new OtherRegionRecommender(options));
        Add(services, static options => new UtilizationRecommender(options));
        Add(services, static options => new LoadBalanceRecommender(options));
        Add(services, static options => new MergeServicesRecommender(options));
        Add(services, static options => new SplitServiceRecommender(options));
        services.TryAddSingleton(static provider => new ReuseProfiles(provider.GetRequiredService<IOptions<CostMeteringOptions>>().Value));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ICostRecommender, TimeToLiveRecommender>(static provider => new TimeToLiveRecommender(
            provider.GetRequiredService<ReuseProfiles>(), provider.GetRequiredService<IOptions<CostMeteringOptions>>().Value)));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ICostRecommender, CacheSizeRecommender>(static provider => new CacheSizeRecommender(
            provider.GetRequiredService<ReuseProfiles>(), provider.GetRequiredService<IOptions<CostRecommendationOptions>>().Value, provider.GetRequiredService<IOptions<CostMeteringOptions>>().Value)));
        services.TryAddSingleton<ICostRecommendations>(static provider => new CostRecommendations(
            provider.GetRequiredService<LedgerStore>(),
            provider.GetRequiredService<PriceBook>(),
            provider.GetRequiredService<ICostReports>(),
            provider.GetServices<ICostRecommender>(),
            provider.GetRequiredService<IOptions<CostMeteringOptions>>().Value,
            provider.GetRequiredService<IOptions<CostRecommendationOptions>>(),
            provider.GetRequiredService<TimeProvider>()));

        static void Add<TRecommender>(IServiceCollection services, Func<CostRecommendationOptions, TRecommender> make)
            where TRecommender : class, ICostRecommender =>
            services.TryAddEnumerable(ServiceDescriptor.Singleton<ICostRecommender, TRecommender>(provider => make(provider.GetRequiredService<IOptions<CostRecommendationOptions>>().Value)));
    }
}
