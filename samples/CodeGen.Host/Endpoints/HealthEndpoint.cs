using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CodeGen.Host.Endpoints;

/// <summary><c>GET /health</c>: every health check as JSON; 503 when one is unhealthy.</summary>
internal static class HealthEndpoint
{
    public static void Map(IEndpointRouteBuilder app) => app.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = WriteAsync });

    // Descriptions are the checks' own words; exceptions stay in the log, since their messages may hold addresses.
    private static Task WriteAsync(HttpContext http, HealthReport report) => http.Response.WriteAsJsonAsync(new
    {
        status = report.Status.ToString(),
        durationMs = report.TotalDuration.TotalMilliseconds,
        checks = report.Entries.ToDictionary(
            static entry => entry.Key,
            static entry => new
            {
                status = entry.Value.Status.ToString(),
                description = entry.Value.Description,
                durationMs = entry.Value.Duration.TotalMilliseconds,
                data = entry.Value.Data.ToDictionary(static pair => pair.Key, static pair => Convert.ToString(pair.Value, System.Globalization.CultureInfo.InvariantCulture)),
            }),
    });
}
