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
    public static IServiceCollection AddBudgets(this IServiceCollection services, Action<BudgetsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<BudgetsOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<BudgetsOptions>, BudgetsOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, BudgetSnapshotService>());
        services.TryAddSingleton<IBudgets>(static provider =>
        {
            BudgetsOptions options = provider.GetRequiredService<IOptions<BudgetsOptions>>().Value;
            List<BudgetDefinition> definitions = BudgetsOptionsValidator.Read(options, []);
            return new BudgetKeeper(
                definitions,
                options.Lease,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetService<IBudgetExchange>(),
                provider.GetServices<IBudgetAlertHandler>(),
                (provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("CodeGen.Runtime.Costs.Budgets"),

                // Without budgets there is nothing to go on with, and no segment of the ledger that must stay for it.
                definitions.Count == 0 ? null : BudgetJournals.Of(provider));
        });
        if (configure is not null)
        {
            services.Configure(configure);
        }

        return services;
    }

    /// <summary>Adds a budget, or changes the one of this name.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="name">Its name: 1 to 64 ASCII letters, digits, '.', '_' or '-'.</param>
    /// <param name="configure">Says what it is for, how much it has and for how long.</param>
    public static IServiceCollection AddBudget(this IServiceCollection services, string name, Action<BudgetBuilder> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddBudgets(options =>
        {
            if (!options.Definitions.TryGetValue(name, out BudgetOptions? budget))
            {
                options.Definitions[name] = budget = new BudgetOptions();
            }

            configure(new BudgetBuilder(budget));
        });
    }
}
