using System.Collections.Concurrent;
using Xunit;

namespace CodeGen.Runtime.TestKit;

/// <summary>
/// One server of each kind, started when a test first asks for it and shared by the tests of a class
/// (<c>IClassFixture&lt;ServersFixture&gt;</c>) or collection (<c>ICollectionFixture&lt;ServersFixture&gt;</c>). Tests that pause,
/// kill or flush a server start their own.
/// </summary>
public sealed class ServersFixture : IAsyncLifetime
{
    private readonly ConcurrentDictionary<ServerKind, Lazy<Task<ITestServer>>> _servers = new();

    /// <summary>The shared server of a kind; skips the calling test where it cannot run.</summary>
    /// <param name="kind">Which.</param>
    public Task<ITestServer> GetAsync(ServerKind kind)
    {
        Requires.Server(kind);
        return _servers.GetOrAdd(kind, k => new Lazy<Task<ITestServer>>(() => TestServers.StartAsync(k))).Value;
    }

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        foreach (var server in _servers.Values)
        {
            // One that failed to start has already failed the tests that asked for it.
            if (server.IsValueCreated && server.Value.IsCompletedSuccessfully)
            {
                await (await server.Value).DisposeAsync();
            }
        }
    }
}
