using CodeGen.Host.Endpoints;
using CodeGen.Host.Hosting;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
{
    builder.WebHost.UseUrls("http://127.0.0.1:5080");
}

// Until the host runs, a failure is told once and in words, below; the two loggers would put two stack traces before it.
bool started = false;
builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => started && level >= LogLevel.Information);
builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", level => started && level >= LogLevel.Warning);
HostServices.Add(builder);

await using WebApplication app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();
HowTo.Map(app);
GenerateEndpoint.Map(app);
InvalidateEndpoint.Map(app);
ExplainEndpoint.Map(app);
HealthEndpoint.Map(app);

try
{
    await app.StartAsync();
}
catch (Exception error) when (StartFailure.Explain(error, app.Configuration) is { } explanation)
{
    await Console.Error.WriteLineAsync(explanation);
    return 1;
}

started = true;
await Console.Out.WriteLineAsync(app.Services.GetRequiredService<StartBanner>().Text(app.Urls));
await app.WaitForShutdownAsync();
return 0;
