using CodeGen.Runtime.Coordination;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using StackExchange.Redis;

namespace CodeGen.Runtime.Costs;

/// <summary>Completes the registration of budgets. Not thread-safe.</summary>
public sealed class BudgetsBuilder
{
    /// <summary>The configuration section that the <see cref="CoordinationOptions"/> of budgets are meant to be bound from, and their name.</summary>
    public const string RedisSectionName = BudgetsOptions.SectionName + ":Redis";

    internal BudgetsBuilder(IServiceCollection services) => Services = services;

    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Adds a budget, or changes the one of this name.</summary>
    /// <param name="name">Its name: 1 to 64 ASCII letters, digits, '.', '_' or '-'.</param>
    /// <param name="configure">Says what it is for, how much it has and for how long.</param>
    public BudgetsBuilder AddBudget(string name, Action<BudgetBuilder> configure)
    {
        Services.AddBudget(name, configure);
        return this;
    }

    /// <summary>
    /// Shares the budgets with all nodes that use the same server and <see cref="BudgetsOptions.Namespace"/>. Without it each process has its own. Also registers <see cref="IBudgetRecovery"/>.
    /// </summary>
    /// <param name="configuration">A StackExchange.Redis configuration string, such as <c>localhost:6379</c>.</param>
    public BudgetsBuilder UseRedis(string configuration)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(configuration);
        return AddShared().ConfigureCoordination(options => options.Configuration = configuration);
    }

    /// <summary>Shares the budgets over a connection configured in code: TLS, credentials, sentinels.</summary>
    /// <param name="configure">Makes the options; called once for each of the two connections.</param>
    public BudgetsBuilder UseRedis(Func<ConfigurationOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.Replace(ServiceDescriptor.Singleton(new BudgetRedisSource(configure)));
        return AddShared();
    }

    /// <summary>Changes time-outs and how much waits while the server is away: <see cref="CoordinationOptions.CommandTimeout"/>, <see cref="CoordinationOptions.ConnectTimeout"/>, <see cref="CoordinationOptions.MaxOutboxRecords"/>.</summary>
    /// <param name="configure">Changes the options.</param>
    public BudgetsBuilder ConfigureCoordination(Action<CoordinationOptions> configure)
    {
        Services.Configure(RedisSectionName, configure);
        return this;
    }

    private BudgetsBuilder AddShared()
    {
        Services.AddSharedBudgets();
        return this;
    }
}
