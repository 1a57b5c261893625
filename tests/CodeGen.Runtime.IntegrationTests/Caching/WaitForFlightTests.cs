using CodeGen.Runtime.Caching;
using CodeGen.Runtime.Coordination;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching;

/// <summary>Found by the conformance run: a flight that ended between the look at it and the wait for its end was waited for until the pause was over, up to a second.</summary>
[Collection(ServersCollection.Name)]
public sealed class WaitForFlightTests(ServersFixture servers)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task WaitForFlight_EndedBeforeTheWait_ReturnsAtOnce(ServerKind kind)
    {
        await using Store store = await StartAsync(kind);
        await store.Shared.BeginAsync(store.Key, "token", TimeSpan.FromMinutes(5), CancellationToken.None);
        await store.Shared.EndFlightAsync(store.Key, "token", CancellationToken.None);

        Task wait = store.Shared.WaitForFlightAsync(store.Key, TimeSpan.FromMinutes(5), CancellationToken.None);

        await wait.WaitAsync(Patience);
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task WaitForFlight_EndsDuringTheWait_IsWoken(ServerKind kind)
    {
        await using Store store = await StartAsync(kind);
        await store.Shared.BeginAsync(store.Key, "token", TimeSpan.FromMinutes(5), CancellationToken.None);

        Task wait = store.Shared.WaitForFlightAsync(store.Key, TimeSpan.FromMinutes(5), CancellationToken.None);
        wait.IsCompleted.Should().BeFalse();
        await store.Shared.EndFlightAsync(store.Key, "token", CancellationToken.None);

        await wait.WaitAsync(Patience);
    }

    private async Task<Store> StartAsync(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        return new Store(server.ConnectionString, TestServers.UniqueNamespace());
    }

    private sealed class Store : IAsyncDisposable
    {
        private readonly RedisConnection _connection;

        public Store(string connection, string ns)
        {
            _connection = new RedisConnection(new CoordinationOptions { Configuration = connection, CommandTimeout = TimeSpan.FromSeconds(5) }, NullLogger.Instance);
            Shared = new RedisSharedStore(_connection, ns, TimeProvider.System);
            Key = DataKey.Of(ns, EntryMember.Of("default", "k"), 1);
        }

        public RedisSharedStore Shared { get; }

        public DataKey Key { get; }

        public async ValueTask DisposeAsync()
        {
            await Shared.DisposeAsync();
            await _connection.DisposeAsync();
        }
    }
}
