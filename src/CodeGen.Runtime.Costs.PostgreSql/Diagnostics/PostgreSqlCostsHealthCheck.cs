using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace CodeGen.Runtime.Costs;

/// <summary>Healthy while records arrive in time; degraded while they do not, since nothing is lost; unhealthy where somebody has to act, and in synchronous mode while durable charges fail.</summary>
internal sealed class PostgreSqlCostsHealthCheck(ICostLedger ledger, FeedState state, IOptions<PostgreSqlCostsOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object>
        {
            ["attached"] = state.IsAttached,
            ["fed_through"] = state.FedThrough,
            ["lag.records"] = FeedMetrics.RecordsBehind(ledger, state),
            ["lag.seconds"] = state.Lag.TotalSeconds,
            ["duplicates"] = state.Duplicates,
            ["conflicts"] = state.Conflicts,
            ["problems"] = state.Problems,
        };
        return Task.FromResult(Judge(data));
    }

    private HealthCheckResult Judge(Dictionary<string, object> data)
    {
        if (state.Refusal is { } refusal)
        {
            return HealthCheckResult.Unhealthy(refusal, data: data);
        }

        if (!state.IsAttached)
        {
            string away = $"PostgreSQL cannot be reached; the ledger keeps what is booked. {state.Failure}".TrimEnd();
            return options.Value.Synchronous ? HealthCheckResult.Unhealthy(away, data: data) : HealthCheckResult.Degraded(away, data: data);
        }

        return state.Lag > options.Value.MaxLag
            ? HealthCheckResult.Degraded($"The oldest record that PostgreSQL does not have has waited longer than {options.Value.MaxLag}.", data: data)
            : HealthCheckResult.Healthy(data: data);
    }
}
