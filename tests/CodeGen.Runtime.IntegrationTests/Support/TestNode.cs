using CodeGen.Runtime.Caching;
using CodeGen.Runtime.Coordination;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CodeGen.Runtime.IntegrationTests;

/// <summary>One node: a host of its own with the runtime in it, as an application would have it.</summary>
public sealed class TestNode : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private TestNode(ServiceProvider services) => _services = services;

    /// <summary>The node's cache, as the application sees it.</summary>
    public ITieredCache Cache => _services.GetRequiredService<ITieredCache>();

    /// <summary>The node's container.</summary>
    public IServiceProvider Services => _services;

    internal TieredCache Inner => _services.GetRequiredService<TieredCache>();

    /// <summary>Starts a node.</summary>
    /// <param name="connection">The server, or <see langword="null"/> for a node on its own.</param>
    /// <param name="ns">The namespace that the nodes of one test share.</param>
    /// <param name="timeProvider">The node's clock.</param>
    /// <param name="cache">Changes the cache's options.</param>
    /// <param name="coordination">Changes lease and time-outs.</param>
    /// <param name="services">Changes the registrations.</param>
    /// <param name="start">Whether to start the hosted services, as a host does; a plain container does not.</param>
    public static async Task<TestNode> StartAsync(
        string? connection,
        string ns,
        TimeProvider? timeProvider = null,
        Action<TieredCacheOptions>? cache = null,
        Action<CoordinationOptions>? coordination = null,
        Action<IServiceCollection>? services = null,
        bool start = true)
    {
        var collection = new ServiceCollection();
        if (timeProvider is not null)
        {
            collection.AddSingleton(timeProvider);
        }

        CodeGenRuntimeBuilder builder = collection.AddCodeGenRuntime().ConfigureCache(o => o.Namespace = ns);
        if (connection is not null)
        {
            builder.UseRedis(connection);
        }

        // A busy test machine is slow now and then; a lost lease would only make a test slower, a command that timed out would make it wrong.
        builder.ConfigureCoordination(o => o.CommandTimeout = TimeSpan.FromSeconds(5));
        if (cache is not null)
        {
            builder.ConfigureCache(cache);
        }

        if (coordination is not null)
        {
            builder.ConfigureCoordination(coordination);
        }

        services?.Invoke(collection);
        var node = new TestNode(collection.BuildServiceProvider());
        foreach (IHostedService hosted in start ? node._services.GetServices<IHostedService>() : [])
        {
            await hosted.StartAsync(CancellationToken.None);
        }

        return node;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (IHostedService hosted in _services.GetServices<IHostedService>())
        {
            await hosted.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
    }
}
