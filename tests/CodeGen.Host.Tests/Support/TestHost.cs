using CodeGen.Host.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CodeGen.Host.Tests.Support;

/// <summary>The whole service on a port of its own, spoken to over a socket.</summary>
public sealed class TestHost : IAsyncLifetime, IAsyncDisposable
{
    private readonly HostApp _host;

    public TestHost()
        : this(new Dictionary<string, string>())
    {
    }

    private TestHost(IReadOnlyDictionary<string, string> settings) => _host = HostApp.Build(
        ["--urls", "http://127.0.0.1:0", .. settings.Select(static setting => $"--{setting.Key}={setting.Value}")],
        builder => builder.Logging.ClearProviders().AddProvider(Log).AddFilter<LogCapture>(null, LogLevel.Trace));

    internal HttpClient Http { get; } = new();

    internal IServiceProvider Services => _host.App.Services;

    /// <summary>Everything that was logged, at every level.</summary>
    internal LogCapture Log { get; } = new();

    internal static async Task<TestHost> StartAsync(IReadOnlyDictionary<string, string> settings)
    {
        var host = new TestHost(settings);
        await host.InitializeAsync();
        return host;
    }

    internal static Task<TestHost> OnRedisAsync(string connectionString) => StartAsync(new Dictionary<string, string> { ["ConnectionStrings:Redis"] = connectionString });

    public async Task InitializeAsync()
    {
        await _host.StartAsync();
        Http.BaseAddress = new Uri(_host.App.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _host.DisposeAsync();
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();
}
