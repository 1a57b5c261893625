using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>
/// A web server that takes alerts as a strict receiver would: method, path, kind of content and, with secrets, every signature are demanded, by arithmetic of its own. What is wrong is
/// answered with 400 and kept in <see cref="Problems"/>.
/// </summary>
internal sealed class AlertReceiver : IAsyncDisposable
{
    public const string Path = "/hooks/T00/B00/p4th-s3cret";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly WebApplication _app;
    private readonly string[] _secrets;
    private readonly TimeProvider? _time;
    private readonly Channel<ReceivedAlert> _seen = Channel.CreateUnbounded<ReceivedAlert>();
    private int _count;

    private AlertReceiver(WebApplication app, string[] secrets, TimeProvider? time)
    {
        _app = app;
        _secrets = secrets;
        _time = time;
        app.Run(TakeAsync);
    }

    public string Url => _app.Urls.Single() + Path;

    public ConcurrentQueue<string> Problems { get; } = new();

    /// <summary>Those that were answered with 200 by the default answer.</summary>
    public ConcurrentQueue<ReceivedAlert> Taken { get; } = new();

    /// <summary>Answers the request; false for the default answer, 200.</summary>
    public Func<HttpContext, ReceivedAlert, Task<bool>> Answer { get; set; } = static (_, _) => Task.FromResult(false);

    public static async Task<AlertReceiver> StartAsync(TimeProvider? time, params string[] secrets)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new AlertReceiver(builder.Build(), secrets, time);
        await receiver._app.StartAsync();
        return receiver;
    }

    public void Respond(params int[] statuses)
    {
        var left = new Queue<int>(statuses);
        Answer = (context, _) =>
        {
            context.Response.StatusCode = left.Count > 0 ? left.Dequeue() : StatusCodes.Status200OK;
            return Task.FromResult(context.Response.StatusCode != StatusCodes.Status200OK);
        };
    }

    /// <summary>The next request, in the order of their coming.</summary>
    public async Task<ReceivedAlert> NextAsync() => await _seen.Reader.ReadAsync().AsTask().WaitAsync(s_patience);

    public bool HasMore() => _seen.Reader.TryPeek(out _);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var alert = new ReceivedAlert(context.Request.Headers["webhook-id"], Encoding.UTF8.GetString(body.ToArray()), Interlocked.Increment(ref _count));
        string[] problems = [.. Check(context.Request, body.ToArray())];
        if (problems.Length > 0)
        {
            Array.ForEach(problems, Problems.Enqueue);
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
        else if (!await Answer(context, alert))
        {
            Taken.Enqueue(alert);
        }

        _seen.Writer.TryWrite(alert);
    }

    private IEnumerable<string> Check(HttpRequest request, byte[] body)
    {
        if (request.Method != "POST" || request.Path != Path || request.QueryString.HasValue)
        {
            yield return $"{request.Method} {request.Path}{request.QueryString}";
        }

        if (request.ContentType != "application/json; charset=utf-8")
        {
            yield return $"content type {request.ContentType}";
        }

        if (_secrets.Length == 0)
        {
            yield break;
        }

        string timestamp = request.Headers["webhook-timestamp"].ToString();
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{request.Headers["webhook-id"]}.{timestamp}."), .. body];
        IEnumerable<string> expected = _secrets.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), signed)));
        if (!request.Headers["webhook-signature"].ToString().Split(' ').SequenceEqual(expected))
        {
            yield return $"signature {request.Headers["webhook-signature"]}";
        }

        if (_time is not null && timestamp != _time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))
        {
            yield return $"timestamp {timestamp}";
        }
    }
}
