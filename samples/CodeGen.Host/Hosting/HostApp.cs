using CodeGen.Host.Endpoints;

namespace CodeGen.Host.Hosting;

/// <summary>The whole service: built, and run until it is told to stop.</summary>
internal sealed class HostApp : IAsyncDisposable
{
    private const string DefaultUrl = "http://127.0.0.1:5080";

    private volatile bool _started;

    private HostApp(string[] args, Action<WebApplicationBuilder>? configure)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        // Until the host runs, a failure is told once and in words; these two loggers would put two stack traces before it.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => _started && level >= LogLevel.Information);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", level => _started && level >= LogLevel.Warning);
        HostServices.Add(builder);
        configure?.Invoke(builder);
        App = builder.Build();
        App.UseExceptionHandler();
        App.UseStatusCodePages();
        HowTo.Map(App);
        GenerateEndpoint.Map(App);
        InvalidateEndpoint.Map(App);
        ExplainEndpoint.Map(App);
        CostsEndpoint.Map(App);
        AnalysisEndpoint.Map(App);
        RecommendationsEndpoint.Map(App);
        HealthEndpoint.Map(App);
    }

    public WebApplication App { get; }

    public static HostApp Build(string[] args, Action<WebApplicationBuilder>? configure = null) => new(args, configure);

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await App.StartAsync(cancellationToken);
        _started = true;
    }

    /// <summary>Starts, prints how to try it, and waits for the end.</summary>
    /// <returns>The process's exit code.</returns>
    public async Task<int> RunAsync()
    {
        try
        {
            await StartAsync();
        }
        catch (Exception error) when (StartFailure.Explain(error, App.Configuration) is { } explanation)
        {
            await Console.Error.WriteLineAsync(explanation);
            return 1;
        }

        await Console.Out.WriteLineAsync(App.Services.GetRequiredService<StartBanner>().Text(App.Urls));
        await App.WaitForShutdownAsync();
        return 0;
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
