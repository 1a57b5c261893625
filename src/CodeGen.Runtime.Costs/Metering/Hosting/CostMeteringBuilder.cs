using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace CodeGen.Runtime.Costs;

/// <summary>Completes the registration of cost metering.</summary>
public sealed class CostMeteringBuilder
{
    internal CostMeteringBuilder(IServiceCollection services) => Services = services;

    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Adds a budget, or changes the one of this name.</summary>
    /// <param name="name">Its name: 1 to 64 ASCII letters, digits, '.', '_' or '-'.</param>
    /// <param name="configure">Says what it is for, how much it has and for how long.</param>
    public CostMeteringBuilder AddBudget(string name, Action<BudgetBuilder> configure)
    {
        Services.AddBudget(name, configure);
        return this;
    }

    /// <summary>Shares the budgets between all nodes that use the same server, as <see cref="BudgetsBuilder.UseRedis(string)"/> does. The ledger stays each node's own.</summary>
    /// <param name="configuration">A StackExchange.Redis configuration string, such as <c>localhost:6379</c>.</param>
    public CostMeteringBuilder UseRedis(string configuration)
    {
        Services.AddBudgets().UseRedis(configuration);
        return this;
    }

    /// <summary>Shares the budgets over a connection configured in code, as <see cref="BudgetsBuilder.UseRedis(Func{ConfigurationOptions})"/> does.</summary>
    /// <param name="configure">Makes the options; called once for each of the two connections.</param>
    public CostMeteringBuilder UseRedis(Func<ConfigurationOptions> configure)
    {
        Services.AddBudgets().UseRedis(configure);
        return this;
    }

    /// <summary>Changes the options of all budgets.</summary>
    /// <param name="configure">Changes the options.</param>
    public CostMeteringBuilder ConfigureBudgets(Action<BudgetsOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }

    /// <summary>Delivers alerts of budgets to webhooks and Slack, as <see cref="BudgetAlertServiceCollectionExtensions.AddBudgetAlerts"/> does.</summary>
    /// <param name="configure">Changes the options.</param>
    public CostMeteringBuilder AddBudgetAlerts(Action<BudgetAlertsOptions> configure)
    {
        Services.AddBudgetAlerts(configure);
        return this;
    }

    /// <summary>Says where prices come from, and what becomes of what has none.</summary>
    /// <param name="configure">Changes the options.</param>
    public CostMeteringBuilder ConfigurePrices(Action<PriceBookOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }

    /// <summary>Bounds how many values the dimensions of costs have.</summary>
    /// <param name="configure">Changes the options.</param>
    public CostMeteringBuilder ConfigureAttribution(Action<CostAttributionOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }
}
