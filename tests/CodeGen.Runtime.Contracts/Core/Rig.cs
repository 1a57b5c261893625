using CodeGen.Runtime.TestKit;
using CodeGen.Runtime.TestKit.Faults;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CodeGen.Runtime.Contracts;

/// <summary>What one case has at hand: nodes of the subject, alone or on a server of the case's own, with a proxy between each node and the server.</summary>
internal sealed class Rig(Subject subject) : IAsyncDisposable
{
    /// <summary>How long something that has to come about may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly List<IAsyncDisposable> _held = [];
    private RedisServerProcess? _server;

    public Subject Subject => subject;

    /// <summary>The server of this case.</summary>
    public async Task<RedisServerProcess> ServerAsync()
    {
        if (_server is null)
        {
            _server = await RedisServerProcess.StartAsync();
            _held.Insert(0, _server);
        }

        return _server;
    }

    /// <summary>A hybrid cache without a second tier.</summary>
    public async Task<HybridCache> HybridAsync(Action<IServiceCollection>? services = null) =>
        (await StartAsync(null, services: services)).GetRequiredService<HybridCache>();

    /// <summary>A node's hybrid cache on the case's server.</summary>
    public async Task<HybridCache> HybridNodeAsync() => (await StartAsync((await ServerAsync()).ConnectionString)).GetRequiredService<HybridCache>();

    /// <summary>A node's hybrid cache behind a proxy of its own.</summary>
    public async Task<(HybridCache Cache, FaultProxy Proxy)> ProxiedHybridAsync(bool severed = false)
    {
        FaultProxy proxy = await ProxyAsync();
        if (severed)
        {
            proxy.Sever();
        }

        return ((await StartAsync(proxy.ConnectionString)).GetRequiredService<HybridCache>(), proxy);
    }

    /// <summary>A node's distributed cache on the case's server.</summary>
    public async Task<IDistributedCache> DistributedNodeAsync()
    {
        string? connection = subject.SharesByServer ? (await ServerAsync()).ConnectionString : null;
        return (await StartAsync(connection)).GetRequiredService<IDistributedCache>();
    }

    /// <summary>Two nodes' distributed caches.</summary>
    public async Task<(IDistributedCache First, IDistributedCache Second)> DistributedNodesAsync()
    {
        if (!subject.SharesByServer)
        {
            throw new NotOfferedException("nothing is shared between nodes");
        }

        return (await DistributedNodeAsync(), await DistributedNodeAsync());
    }

    public async Task<IBufferDistributedCache> BufferNodeAsync() =>
        await DistributedNodeAsync() as IBufferDistributedCache ?? throw new NotOfferedException("no IBufferDistributedCache");

    /// <summary>A node behind a proxy of its own.</summary>
    public async Task<CacheNode> NodeAsync(NodeSettings? settings = null)
    {
        FaultProxy proxy = await ProxyAsync();
        return await NodeBehindAsync(proxy, settings);
    }

    /// <summary>A node behind a proxy that the case made.</summary>
    public async Task<CacheNode> NodeBehindAsync(FaultProxy proxy, NodeSettings? settings = null)
    {
        settings ??= new NodeSettings();
        subject.CheckOffers(settings);
        ServiceProvider services = await StartAsync(proxy.ConnectionString, settings);
        CacheNode node = subject.CreateNode(services, settings);
        node.Proxy = proxy;
        return node;
    }

    public async Task<FaultProxy> ProxyAsync() => Hold(FaultProxy.Start((await ServerAsync()).Port));

    /// <summary>Ends with the case.</summary>
    public T Hold<T>(T resource)
        where T : IAsyncDisposable
    {
        _held.Add(resource);
        return resource;
    }

    public async ValueTask DisposeAsync()
    {
        // The nodes before their proxies, those before the server.
        for (int i = _held.Count - 1; i >= 0; i--)
        {
            await _held[i].DisposeAsync();
        }
    }

    private async Task<ServiceProvider> StartAsync(string? connection, NodeSettings? settings = null, Action<IServiceCollection>? services = null)
    {
        var collection = new ServiceCollection();
        subject.Register(collection, connection, settings ?? new NodeSettings());
        services?.Invoke(collection);
        ServiceProvider provider = collection.BuildServiceProvider();
        Hold(new RunningHost(provider));
        foreach (IHostedService hosted in provider.GetServices<IHostedService>())
        {
            await hosted.StartAsync(CancellationToken.None);
        }

        return provider;
    }

    private sealed class RunningHost(ServiceProvider services) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            foreach (IHostedService hosted in services.GetServices<IHostedService>())
            {
                await hosted.StopAsync(CancellationToken.None);
            }

            await services.DisposeAsync();
        }
    }
}
