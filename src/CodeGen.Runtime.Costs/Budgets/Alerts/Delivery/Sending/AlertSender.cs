using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace CodeGen.Runtime.Costs;

/// <summary>Posts messages. Thread-safe.</summary>
internal sealed class AlertSender : IDisposable
{
    private const string Timeout = "timeout";
    private const int MostOfAnswer = 64 * 1024;
    private static readonly TimeSpan s_longestRetryAfter = TimeSpan.FromDays(1);
    private static readonly MediaTypeHeaderValue s_json = new("application/json") { CharSet = "utf-8" };

    private readonly TimeProvider _time;
    private readonly HttpClient _client;

    public AlertSender(TimeProvider time)
    {
        _time = time;
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,

            // A receiver that moves is found again.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),

            // The status line decides; the rest is read only to use the connection again.
            MaxResponseDrainSize = MostOfAnswer,

            // The platform's activities carry the URL's path, which may be a secret.
            ActivityHeadersPropagator = null,
        })
        {
            // Each destination has its own, by the host's clock.
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
    }

    public async Task<AlertAttempt> SendAsync(AlertEndpoint endpoint, AlertMessage message, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(endpoint.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Url) { Content = new ReadOnlyMemoryContent(message.Body) { Headers = { ContentType = s_json } } };
        endpoint.AddHeaders(request.Headers, message, _time.GetUtcNow());
        try
        {
            using HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode
                ? default
                : new AlertAttempt(((int)response.StatusCode).ToString(CultureInfo.InvariantCulture), RetryAfter(response), response.StatusCode == HttpStatusCode.Gone);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new AlertAttempt(Timeout);
        }
        catch (HttpRequestException e)
        {
            // Not the message: what it says is not ours.
            return new AlertAttempt(e.HttpRequestError.ToString());
        }
    }

    public void Dispose() => _client.Dispose();

    private TimeSpan RetryAfter(HttpResponseMessage response)
    {
        TimeSpan asked = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - _time.GetUtcNow(),
            _ => TimeSpan.Zero,
        };
        return asked < TimeSpan.Zero ? TimeSpan.Zero : asked > s_longestRetryAfter ? s_longestRetryAfter : asked;
    }
}
