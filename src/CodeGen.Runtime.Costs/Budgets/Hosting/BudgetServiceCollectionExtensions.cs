using CodeGen.Runtime.Coordination;
using CodeGen.Runtime.Costs;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers budgets.</summary>
public static class BudgetServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="IBudgets"/> as a singleton that keeps its sums in this process, and its options, which are checked when the host starts. Calling it again only configures.
    /// Where the services have a ledger, budgets write there what they do, and go on where they were after a restart; without one they begin at zero with the process.
    /// It takes a <see cref="TimeProvider"/>, an <see cref="IBudgetExchange"/> and any number of <see cref="IBudgetAlertHandler"/>s from the services where there are some.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>Completes it: budgets, and a server that several nodes share them on.</returns>
    public static BudgetsBuilder AddBudgets(this IServiceCollection services, Action<BudgetsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<BudgetsOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<BudgetsOptions>, BudgetsOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ChargesUnderWay>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, BudgetSnapshotService>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ForecastAlertService>());
        services.TryAddSingleton(static provider => new BudgetScopes(BudgetScope.Of(
            BudgetsOptionsValidator.Read(provider.GetRequiredService<IOptions<BudgetsOptions>>().Value, []), provider.GetRequiredService<TimeProvider>())));
        services.TryAddSingleton<IBudgets>(static provider =>
        {
            BudgetScope[] scopes = provider.GetRequiredService<BudgetScopes>().All;

            RedisBudgetStore? shared = provider.GetService<RedisBudgetStore>();

            // Without budgets there is nothing to go on with, and no segment of the ledger that must stay for it.
            IBudgetJournal? journal = scopes.Length == 0 || shared is not null ? null : BudgetJournals.Of(provider);
            InProcessBudgetStore? own = shared is null ? InProcessBudgetStore.Open(scopes, provider.GetRequiredService<TimeProvider>(), journal) : null;
            var keeper = new BudgetKeeper(
                scopes,
                provider.GetService<LeasedBudgetStore>() as IBudgetStore ?? own!,
                provider.GetRequiredService<IOptions<BudgetsOptions>>().Value.Lease,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetService<IBudgetExchange>(),
                provider.GetServices<IBudgetAlertHandler>(),
                Logger(provider));
            keeper.BookLeft(shared?.LeftCharges ?? journal?.Left ?? [], shared as ILateStore ?? own!);
            return keeper;
        });
        if (configure is not null)
        {
            services.Configure(configure);
        }

        return new BudgetsBuilder(services);
    }

    /// <summary>Adds a budget, or changes the one of this name.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="name">Its name: 1 to 64 ASCII letters, digits, '.', '_' or '-'.</param>
    /// <param name="configure">Says what it is for, how much it has and for how long.</param>
    public static IServiceCollection AddBudget(this IServiceCollection services, string name, Action<BudgetBuilder> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddBudgets(options =>
        {
            if (!options.Definitions.TryGetValue(name, out BudgetOptions? budget))
            {
                options.Definitions[name] = budget = new BudgetOptions();
            }

            configure(new BudgetBuilder(budget));
        });
        return services;
    }

    /// <summary>What shared budgets need beside: the store with its connection, and the loop that shows that this node lives.</summary>
    internal static void AddSharedBudgets(this IServiceCollection services)
    {
        services.AddOptions<CoordinationOptions>(BudgetsBuilder.RedisSectionName).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CoordinationOptions>, CoordinationOptionsValidator>());
        services.TryAddSingleton(static provider =>
        {
            CoordinationOptions coordination = provider.GetRequiredService<IOptionsMonitor<CoordinationOptions>>().Get(BudgetsBuilder.RedisSectionName);
            ILogger logger = Logger(provider);
            var connection = provider.GetService<BudgetRedisSource>() is { } source
                ? new RedisConnection(coordination, source.Configure, logger)
                : new RedisConnection(coordination, logger, BudgetsBuilder.RedisSectionName);
            BudgetsOptions budgets = provider.GetRequiredService<IOptions<BudgetsOptions>>().Value;
            var options = new SharedBudgetOptions
            {
                Namespace = budgets.Namespace,
                OpeningDelay = (long)budgets.OpeningDelay.TotalMilliseconds,
                Node = RandomIdentity.Next(),
                MaxWaiting = coordination.MaxOutboxRecords,
            };
            BudgetScope[] scopes = provider.GetRequiredService<BudgetScopes>().All;
            return new RedisBudgetStore(connection, scopes, options, provider.GetRequiredService<TimeProvider>(), logger, journal: scopes.Length == 0 ? null : BudgetJournals.OfNode(provider));
        });
        services.TryAddSingleton<IBudgetRecovery>(static provider => provider.GetRequiredService<RedisBudgetStore>());
        services.TryAddSingleton(static provider => new SharedBudgetLoop(provider.GetRequiredService<RedisBudgetStore>(), provider.GetRequiredService<TimeProvider>(), Logger(provider)));
        services.TryAddSingleton(static provider =>
        {
            BudgetsOptions budgets = provider.GetRequiredService<IOptions<BudgetsOptions>>().Value;
            var leasing = new LeasingOptions { Mode = budgets.SharedMode, ChunkLife = budgets.ChunkLife, LocalShare = budgets.LocalShare };
            return new LeasedBudgetStore(provider.GetRequiredService<RedisBudgetStore>(), leasing, provider.GetRequiredService<TimeProvider>(), Logger(provider));
        });
        services.AddHostedService(static provider => provider.GetRequiredService<SharedBudgetLoop>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, LeasedBudgetLoop>());
    }

    private static ILogger Logger(IServiceProvider provider) => (provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("CodeGen.Runtime.Costs.Budgets");
}
