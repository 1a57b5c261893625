using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CodeGen.Host.Tests.Support;

/// <summary>An OpenAI-compatible server that answers as a test tells it to.</summary>
internal sealed class FakeModel : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeModel(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public ConcurrentQueue<(string? Authorization, JsonElement Body)> Requests { get; } = new();

    public Func<HttpContext, Task> Answer { get; set; } = static http => WriteAsync(http, "```csharp\nnamespace Acme.Generated;\n\npublic sealed record Pet(string Name);\n```");

    public static async Task<FakeModel> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        var fake = new FakeModel(app);
        app.Run(fake.HandleAsync);
        await app.StartAsync();
        return fake;
    }

    public static Task WriteAsync(HttpContext http, string content, string finishReason = "stop") => http.Response.WriteAsJsonAsync(new
    {
        id = "chatcmpl-1",
        choices = new[] { new { index = 0, message = new { role = "assistant", content }, finish_reason = finishReason } },
        usage = new { prompt_tokens = 1200, completion_tokens = 300, total_tokens = 1500 },
    });

    public static async Task FailAsync(HttpContext http, int status, string body)
    {
        http.Response.StatusCode = status;
        await http.Response.WriteAsync(body);
    }

    public Task<TestHost> HostAsync(string key, params (string Name, string Value)[] more)
    {
        var settings = new Dictionary<string, string>
        {
            ["CodeGen:Model:Endpoint"] = Address,
            ["CodeGen:Model:ApiKey"] = key,
            ["CodeGen:Model:Name"] = "test-coder",
            ["CodeGen:Model:InputPricePerMillionTokens"] = "2",
            ["CodeGen:Model:OutputPricePerMillionTokens"] = "8",
        };
        foreach ((string name, string value) in more)
        {
            settings[name] = value;
        }

        return TestHost.StartAsync(settings);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext http)
    {
        if (http.Request.Path != "/v1/chat/completions")
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        JsonElement body = await http.Request.ReadFromJsonAsync<JsonElement>();
        Requests.Enqueue((http.Request.Headers.Authorization, body));
        await Answer(http);
    }
}
