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

        await Results.Problem(
            statusCode: problem.Status,
            title: problem.Title,
            detail: problem.Message,
            extensions: new Dictionary<string, object?> { ["place"] = problem.Place, ["remedy"] = problem.Remedy }).ExecuteAsync(httpContext);
        return true;
    }
}
