using System.Diagnostics.Metrics;
using CodeGen.Runtime.Coordination;
using CodeGen.Runtime.Costs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers cost metering.</summary>
public static class CostMeteringServiceCollectionExtensions
{
    /// <summary>The name of the health check.</summary>
    public const string HealthCheckName = "codegen-costs";

    /// <summary>
    /// Registers <see cref="ICostTracker"/>, <see cref="ICostLedger"/>, <see cref="ICostReports"/>, <see cref="ICostAnalysis"/>, <see cref="ICostRecommendations"/>, <see cref="PriceBook"/> and <see cref="IBudgets"/> as singletons with their options, which are checked when the host starts;
    /// the ledger is opened then. Calling it again only configures.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Changes the options.</param>
    public static CostMeteringBuilder AddCostMetering(this IServiceCollection services, Action<CostMeteringOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddPriceBook();
        services.AddBudgets();
        services.AddMetrics();
        services.AddOptions<CostMeteringOptions>().ValidateOnStart();
        services.AddOptions<CostAttributionOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CostMeteringOptions>, CostMeteringOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CostAttributionOptions>, CostAttributionOptionsValidator>());
        services.TryAddSingleton<IBudgetExchange, PriceBookExchange>();
        services.TryAddSingleton(static provider => new LedgerStore(Options(provider), provider.GetRequiredService<TimeProvider>(), Logger(provider)));

        // Budgets keep their journal in it where it stays; in a temporary one it would say nothing to the next process.
        services.TryAddSingleton(static provider => provider.GetRequiredService<LedgerStore>() is { IsKept: true } store ? store.Log : null!);
        services.TryAddSingleton(static provider => new RollupStore(
            provider.GetRequiredService<LedgerStore>(), Options(provider), provider.GetRequiredService<TimeProvider>(), Logger(provider)));
        services.TryAddSingleton(static provider => new Lazy<MeteringState>(() => MeteringState.Of(
            provider.GetRequiredService<RollupStore>(), provider.GetRequiredService<IOptions<CostAttributionOptions>>().Value)));
        services.TryAddSingleton(static provider => new RollupLag(provider.GetRequiredService<RollupStore>()));
        services.TryAddSingleton(static provider => new CostMetrics(
            provider.GetService<IMeterFactory>(), provider.GetRequiredService<Lazy<MeteringState>>(), provider.GetRequiredService<RollupLag>()));
        services.TryAddSingleton<ICostLedger>(static provider => new CostLedger(
            provider.GetRequiredService<LedgerStore>(), new RollupCarry(provider.GetRequiredService<RollupStore>()), Options(provider).Remembrance));
        services.TryAddSingleton<ICostTracker>(static provider => new CostTracker(
            provider.GetRequiredService<PriceBook>(),
            provider.GetRequiredService<Lazy<MeteringState>>(),
            provider.GetService<IBudgets>(),
            provider.GetRequiredService<ChargesUnderWay>(),
            provider.GetService<IDurabilityGate>(),
            provider.GetRequiredService<CostMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            Logger(provider)));
        services.TryAddSingleton<ICostReports>(static provider => new CostReports(provider.GetRequiredService<RollupStore>(), provider.GetRequiredService<PriceBook>()));
        services.TryAddSingleton<ICostAnalysis>(static provider => new CostAnalysis(provider.GetRequiredService<ICostReports>(), Options(provider), provider.GetRequiredService<TimeProvider>()));
        services.AddCostRecommendations();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, CostMeteringService>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, RollupService>());
        if (services.All(static service => service.ServiceType != typeof(CostMeteringHealthCheck)))
        {
            services.AddSingleton(static provider => new CostMeteringHealthCheck(
                provider.GetRequiredService<LedgerStore>(), provider.GetRequiredService<IBudgets>(), provider.GetRequiredService<RollupLag>(), Options(provider).MaxRollupLag));
            services.AddHealthChecks().Add(new HealthCheckRegistration(
                HealthCheckName, static provider => provider.GetRequiredService<CostMeteringHealthCheck>(), failureStatus: null, tags: null));
        }

        if (configure is not null)
        {
            services.Configure(configure);
        }

        return new CostMeteringBuilder(services);
    }

    /// <summary>
    /// Registers cost metering with its options bound from a configuration: <see cref="CostMeteringOptions"/> from the section itself, and below it <see cref="PriceBookOptions"/> from <c>Prices</c>,
    /// <see cref="BudgetsOptions"/> from <c>Budgets</c>, the <see cref="CoordinationOptions"/> of shared budgets from <c>Budgets:Redis</c>, <see cref="BudgetAlertsOptions"/> from <c>Alerts</c>, <see cref="CostAttributionOptions"/> from <c>Attribution</c> and <see cref="CostRecommendationOptions"/> from <c>Recommendations</c>. <c>AddCodeGenRuntime</c> does so with the section <c>CodeGenRuntime:Costs</c>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="section">The section.</param>
    public static CostMeteringBuilder AddCostMetering(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        CostMeteringBuilder builder = services.AddCostMetering();
        services.Configure<CostMeteringOptions>(section);
        services.Configure<PriceBookOptions>(options => PriceBookSettings.Apply(section.GetSection("Prices"), options));
        services.Configure<BudgetsOptions>(section.GetSection("Budgets"));
        services.Configure<CoordinationOptions>(BudgetsBuilder.RedisSectionName, section.GetSection("Budgets:Redis"));
        if (section[$"Budgets:Redis:{nameof(CoordinationOptions.Configuration)}"] is not null)
        {
            services.AddSharedBudgets();
        }

        services.Configure<CostAttributionOptions>(section.GetSection("Attribution"));
        services.Configure<CostRecommendationOptions>(section.GetSection("Recommendations"));
        if (section.GetSection("Alerts") is var alerts && alerts.Exists())
        {
            services.AddBudgetAlerts().Configure<BudgetAlertsOptions>(alerts);
        }

        return builder;
    }

    private static CostMeteringOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<CostMeteringOptions>>().Value;

    private static ILogger Logger(IServiceProvider provider) => (provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("CodeGen.Runtime.Costs.Metering");
}
