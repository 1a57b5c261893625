using System.Globalization;
using CodeGen.Runtime.Caching;
using CodeGen.Runtime.Coordination;
using CodeGen.Runtime.TestKit;
using CodeGen.Runtime.TestKit.Faults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CodeGen.Runtime.IntegrationTests;

/// <summary>A node behind a proxy of its own, whose time stands still until the test moves it: its lease runs out when the test says so.</summary>
public sealed class ProxiedNode : IAsyncDisposable
{
    private ProxiedNode(TestNode node, FaultProxy proxy, FakeTimeProvider time)
    {
        Node = node;
        Proxy = proxy;
        Time = time;
    }

    /// <summary>The node.</summary>
    public TestNode Node { get; }

    /// <summary>The node's cache.</summary>
    public ITieredCache Cache => Node.Cache;

    /// <summary>Between the node and its server.</summary>
    public FaultProxy Proxy { get; }

    /// <summary>The node's clock.</summary>
    public FakeTimeProvider Time { get; }

    /// <summary>Starts a node before a server.</summary>
    /// <param name="server">One server; not a cluster.</param>
    /// <param name="ns">The namespace of the test.</param>
    /// <param name="cache">Changes the cache's options.</param>
    /// <param name="coordination">Changes lease and time-outs.</param>
    /// <param name="services">Changes the registrations.</param>
    public static Task<ProxiedNode> StartAsync(
        ITestServer server,
        string ns,
        Action<TieredCacheOptions>? cache = null,
        Action<CoordinationOptions>? coordination = null,
        Action<IServiceCollection>? services = null) => StartAsync(PortOf(server), ns, direct: null, cache, coordination, services);

    /// <summary>Starts a node before whatever listens on a loopback port.</summary>
    /// <param name="port">The port.</param>
    /// <param name="ns">The namespace of the test.</param>
    /// <param name="direct">A connection string to use instead of the proxy: a cluster's.</param>
    /// <param name="cache">Changes the cache's options.</param>
    /// <param name="coordination">Changes lease and time-outs.</param>
    /// <param name="services">Changes the registrations.</param>
    /// <param name="connected">Whether to wait for its first lease.</param>
    public static async Task<ProxiedNode> StartAsync(
        int port,
        string ns,
        string? direct = null,
        Action<TieredCacheOptions>? cache = null,
        Action<CoordinationOptions>? coordination = null,
        Action<IServiceCollection>? services = null,
        bool connected = true)
    {
        var proxy = FaultProxy.Start(port);
        var time = new FakeTimeProvider();
        TestNode node = await TestNode.StartAsync(
            direct ?? proxy.ConnectionString,
            ns,
            time,
            cache,
            o =>
            {
                // A command that the proxy swallows fails after this long in real time; everything else is the fake clock's.
                o.CommandTimeout = TimeSpan.FromSeconds(2);
                coordination?.Invoke(o);
            },
            services);
        var proxied = new ProxiedNode(node, proxy, time);
        if (connected)
        {
            await WaitUntil.Async(
                async () =>
                {
                    if (await node.Inner.Follower.EnsureCurrentAsync(CancellationToken.None))
                    {
                        return true;
                    }

                    time.Advance(TimeSpan.FromMilliseconds(500));
                    return false;
                },
                TimeSpan.FromSeconds(30),
                "the node has its first lease");
        }

        return proxied;
    }

    /// <summary>The port of a server, or of the first member of a cluster.</summary>
    /// <param name="server">The server.</param>
    public static int PortOf(ITestServer server)
    {
        ArgumentNullException.ThrowIfNull(server);
        string first = server.ConnectionString.Split(',')[0];
        return int.Parse(first.AsSpan(first.LastIndexOf(':') + 1), CultureInfo.InvariantCulture);
    }

    /// <summary>Moves the node's clock past the lease it holds now, so that nothing is trusted that was not confirmed since.</summary>
    public void OutliveLease() => Time.Advance(CoordinationOptions.DefaultMaxStaleness + TimeSpan.FromMilliseconds(1));

    /// <summary>Lets time pass until the node has its lease back, which comes by one connection, and is connected with both.</summary>
    public Task RegainLeaseAsync() => WaitUntil.Async(
        async () =>
        {
            Time.Advance(TimeSpan.FromMilliseconds(500));
            return await Node.Inner.Follower.EnsureCurrentAsync(CancellationToken.None) && Node.Inner.Follower.IsServerReachable;
        },
        TimeSpan.FromSeconds(30),
        "the node has its lease back");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await Proxy.DisposeAsync();
    }
}
