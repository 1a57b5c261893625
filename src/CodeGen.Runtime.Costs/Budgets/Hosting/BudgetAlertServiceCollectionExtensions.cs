using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using CodeGen.Runtime.Costs;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers who hears of budget alerts.</summary>
public static class BudgetAlertServiceCollectionExtensions
{
    /// <summary>
    /// Delivers alerts to webhooks and Slack while the host runs, through an outbox. Its options are checked when the host starts. Calling it again only configures. <see cref="IBudgetAlertDelivery"/> tells
    /// how it stands.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Changes the options.</param>
    public static IServiceCollection AddBudgetAlerts(this IServiceCollection services, Action<BudgetAlertsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<BudgetAlertsOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<BudgetAlertsOptions>, BudgetAlertsOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(static provider => new BudgetAlertDelivery(
            provider.GetRequiredService<IOptions<BudgetAlertsOptions>>().Value,
            new AlertMetrics(provider.GetService<IMeterFactory>()),
            provider.GetRequiredService<TimeProvider>(),
            (provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("CodeGen.Runtime.Costs.Alerts")));
        services.TryAddSingleton<IBudgetAlertDelivery>(static provider => provider.GetRequiredService<BudgetAlertDelivery>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IBudgetAlertHandler, BudgetAlertDelivery>(static provider => provider.GetRequiredService<BudgetAlertDelivery>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, BudgetAlertDelivery>(static provider => provider.GetRequiredService<BudgetAlertDelivery>()));
        if (configure is not null)
        {
            services.Configure(configure);
        }

        return services;
    }

    /// <summary>Adds a handler of alerts, once. Whoever settles waits for it: it hands the alert on and does not wait for others.</summary>
    /// <typeparam name="T">The handler; a singleton, thread-safe.</typeparam>
    /// <param name="services">The host's services.</param>
    public static IServiceCollection AddBudgetAlertHandler<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this IServiceCollection services)
        where T : class, IBudgetAlertHandler
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IBudgetAlertHandler, T>());
        return services;
    }

    /// <summary>Has a function called for each alert. Whoever settles waits for it: it hands the alert on and does not wait for others. Each call adds another one.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="handler">The function; called from many threads.</param>
    public static IServiceCollection OnBudgetAlert(this IServiceCollection services, Func<BudgetAlert, ValueTask> handler)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(handler);
        return services.AddSingleton<IBudgetAlertHandler>(new DelegateAlertHandler(handler));
    }
}
