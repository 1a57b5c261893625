using Microsoft.AspNetCore.Diagnostics;

namespace CodeGen.Host.Endpoints;

/// <summary>Writes a <see cref="ProblemException"/>, wherever it was thrown, as problem+json (RFC 9457) with place and remedy.</summary>
internal sealed class ProblemExceptionHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not ProblemException problem)
        {
            return false;
        }

        if (problem.RetryAfterSeconds is { } seconds)
        {
            httpContext.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (problem.RetryAt is { } instant)
        {
            httpContext.Response.Headers.RetryAfter = instant.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        }

        var extensions = new Dictionary<string, object?>(problem.More ?? new Dictionary<string, object?>()) { ["place"] = problem.Place, ["remedy"] = problem.Remedy };
        await Results.Problem(
            statusCode: problem.Status,
            title: problem.Title,
            detail: problem.Message,
            extensions: extensions).ExecuteAsync(httpContext);
        return true;
    }
}
