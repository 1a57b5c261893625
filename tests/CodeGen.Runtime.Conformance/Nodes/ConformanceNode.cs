using CodeGen.Runtime.Caching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CodeGen.Runtime.Conformance;

/// <summary>One node: a host with the runtime in it, as an application has it.</summary>
internal sealed class ConformanceNode : IAsyncDisposable
{
    private readonly IHost _host;

    private ConformanceNode(IHost host) => _host = host;

    public ITieredCache Cache => _host.Services.GetRequiredService<ITieredCache>();

    public static async Task<ConformanceNode> StartAsync(string connection, string ns, Action<CodeGenRuntimeBuilder>? configure = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        CodeGenRuntimeBuilder runtime = builder.Services.AddCodeGenRuntime(builder.Configuration).UseRedis(connection).ConfigureCache(o => o.Namespace = ns);
        configure?.Invoke(runtime);
        IHost host = builder.Build();
        await host.StartAsync();
        return new ConformanceNode(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
