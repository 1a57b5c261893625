using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CodeGen.Host.Tests.Support;

/// <summary>The whole service on a port of its own, spoken to over a socket.</summary>
public sealed class TestHost : WebApplicationFactory<Program>
{
    private readonly IReadOnlyDictionary<string, string> _settings;

    public TestHost()
        : this(new Dictionary<string, string>())
    {
    }

    internal TestHost(IReadOnlyDictionary<string, string> settings)
    {
        _settings = settings;
        UseKestrel(0);
        Http = CreateClient();
    }

    internal HttpClient Http { get; }

    /// <summary>Everything that was logged, at every level.</summary>
    internal LogCapture Log { get; } = new();

    internal static TestHost OnRedis(string connectionString) => new(new Dictionary<string, string> { ["ConnectionStrings:Redis"] = connectionString });

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach ((string name, string value) in _settings)
        {
            builder.UseSetting(name, value);
        }

        builder.ConfigureServices(services => services.AddLogging(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Trace)
            .AddFilter<LogCapture>(null, LogLevel.Trace)));
    }
}
