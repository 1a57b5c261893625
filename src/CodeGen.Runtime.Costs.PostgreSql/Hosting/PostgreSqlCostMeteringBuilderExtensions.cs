using System.Diagnostics.Metrics;
using CodeGen.Runtime.Costs;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Makes PostgreSQL the record of what all nodes book.</summary>
public static class PostgreSqlCostMeteringBuilderExtensions
{
    /// <summary>The name of the health check.</summary>
    public const string HealthCheckName = "codegen-costs-postgresql";

    /// <summary>
    /// Feeds this node's ledger into PostgreSQL, each record exactly once, and registers <see cref="IPostgreSqlCosts"/> to read the costs of all nodes. Calling it again only configures.
    /// The options are checked when the host starts; a server that is away then delays records and does not stop the host.
    /// </summary>
    /// <param name="builder">The builder of <c>AddCostMetering</c>.</param>
    /// <param name="connectionString">How to reach the server, as Npgsql reads it.</param>
    /// <param name="configure">Changes the options.</param>
    public static CostMeteringBuilder UsePostgreSql(this CostMeteringBuilder builder, string connectionString, Action<PostgreSqlCostsOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        return builder.UsePostgreSql(options =>
        {
            options.ConnectionString = connectionString;
            configure?.Invoke(options);
        });
    }

    /// <summary>The same with a data source of the host's, who also ends it.</summary>
    /// <param name="builder">The builder of <c>AddCostMetering</c>.</param>
    /// <param name="dataSource">Where connections come from.</param>
    /// <param name="configure">Changes the options.</param>
    public static CostMeteringBuilder UsePostgreSql(this CostMeteringBuilder builder, NpgsqlDataSource dataSource, Action<PostgreSqlCostsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(dataSource);
        return Add(builder, dataSource, configure);
    }

    /// <summary>The same where the options say how to reach the server, such as those that the host binds from <see cref="PostgreSqlCostsOptions.SectionName"/>.</summary>
    /// <param name="builder">The builder of <c>AddCostMetering</c>.</param>
    /// <param name="configure">Changes the options.</param>
    public static CostMeteringBuilder UsePostgreSql(this CostMeteringBuilder builder, Action<PostgreSqlCostsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return Add(builder, null, configure);
    }

    private static CostMeteringBuilder Add(CostMeteringBuilder builder, NpgsqlDataSource? dataSource, Action<PostgreSqlCostsOptions>? configure)
    {
        IServiceCollection services = builder.Services;
        bool isFirst = services.All(static d => d.ServiceType != typeof(PostgreSqlDataSource));
        if (dataSource is not null)
        {
            services.Replace(ServiceDescriptor.Singleton(_ => new PostgreSqlDataSource(dataSource)));
        }

        services.TryAddSingleton(static _ => new PostgreSqlDataSource(null));
        if (isFirst)
        {
            AddFirst(services);
        }

        if (configure is not null)
        {
            services.Configure(configure);
        }

        return builder;
    }

    private static void AddFirst(IServiceCollection services)
    {
        services.AddOptions<PostgreSqlCostsOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PostgreSqlCostsOptions>, PostgreSqlCostsOptionsValidator>());
        services.AddLogging();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(static provider => new FeedState(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(static provider => new FeedMetrics(
            provider.GetRequiredService<IMeterFactory>(), provider.GetRequiredService<ICostLedger>(), provider.GetRequiredService<FeedState>()));
        services.TryAddSingleton<IDurabilityGate, FeedGate>();
        services.TryAddSingleton<IPostgreSqlCosts, PostgreSqlCosts>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, LedgerFeeder>());
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            HealthCheckName,
            static provider => new PostgreSqlCostsHealthCheck(
                provider.GetRequiredService<ICostLedger>(), provider.GetRequiredService<FeedState>(), provider.GetRequiredService<IOptions<PostgreSqlCostsOptions>>()),
            failureStatus: null,
            tags: null));
    }
}
