using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CodeGen.Runtime.Caching;

/// <summary>Healthy with a lease; degraded while the log or the shared tier is away, since callers are still served; unhealthy when the server was refused.</summary>
internal sealed class TieredCacheHealthCheck(TieredCache cache, CacheConnection connection) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        bool current = await cache.Follower.EnsureCurrentAsync(cancellationToken).ConfigureAwait(false);
        var data = new Dictionary<string, object>
        {
            ["lease"] = current,
            ["position"] = cache.Follower.Position.ToString(),
            ["tiers"] = cache.HasSharedTier ? "local, shared" : "local",
            ["local.entries"] = cache.Local.Count,
            ["local.bytes"] = cache.Local.Bytes,
            ["outbox"] = cache.Follower.OutboxCount,
            ["shared.breaker_open"] = cache.Breaker.IsOpen,
        };
        if (connection.Redis?.Refusal is { } refusal)
        {
            return HealthCheckResult.Unhealthy(refusal, data: data);
        }

        if (!current)
        {
            return HealthCheckResult.Degraded("The invalidation log cannot be reached; values are served by each region's WhenDisconnected.", data: data);
        }

        return cache.Breaker.IsOpen
            ? HealthCheckResult.Degraded("The shared tier failed repeatedly and is left alone for a while.", data: data)
            : HealthCheckResult.Healthy(data: data);
    }
}
