using CodeGen.Runtime.Costs;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers cost metering.</summary>
public static class CostMeteringServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="ICostTracker"/>, <see cref="ICostLedger"/>, <see cref="PriceBook"/> and <see cref="IBudgets"/> as singletons with their options, which are checked when the host starts;
    /// the ledger is opened then. Calling it again only configures.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Changes the options.</param>
    public static CostMeteringBuilder AddCostMetering(this IServiceCollection services, Action<CostMeteringOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddPriceBook();
        services.AddBudgets();
        services.AddOptions<CostMeteringOptions>().ValidateOnStart();
        services.AddOptions<CostAttributionOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CostMeteringOptions>, CostMeteringOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CostAttributionOptions>, CostAttributionOptionsValidator>());
        services.TryAddSingleton<IBudgetExchange, PriceBookExchange>();
        services.TryAddSingleton(static provider => new LedgerStore(Options(provider), provider.GetRequiredService<TimeProvider>(), Logger(provider)));
        services.TryAddSingleton(static provider => new Lazy<MeteringState>(() => new MeteringState(
            provider.GetRequiredService<LedgerStore>().Log, Options(provider), provider.GetRequiredService<IOptions<CostAttributionOptions>>().Value)));
        services.TryAddSingleton<ICostLedger>(static provider => new CostLedger(provider.GetRequiredService<LedgerStore>(), Options(provider).Remembrance));
        services.TryAddSingleton<ICostTracker>(static provider => new CostTracker(
            provider.GetRequiredService<PriceBook>(),
            provider.GetRequiredService<Lazy<MeteringState>>(),
            provider.GetService<IBudgets>(),
            provider.GetService<IDurabilityGate>(),
            provider.GetRequiredService<TimeProvider>(),
            Logger(provider)));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, CostMeteringService>());
        if (configure is not null)
        {
            services.Configure(configure);
        }

        return new CostMeteringBuilder(services);
    }

    private static CostMeteringOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<CostMeteringOptions>>().Value;

    private static ILogger Logger(IServiceProvider provider) => (provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("CodeGen.Runtime.Costs.Metering");
}
