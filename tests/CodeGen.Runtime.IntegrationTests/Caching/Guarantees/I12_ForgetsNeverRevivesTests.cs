using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using StackExchange.Redis;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching.Guarantees;

/// <summary>I12: whatever becomes of the server and of what it keeps for us, the cache forgets values and never revives one. Each test has a server of its own.</summary>
public sealed class I12_ForgetsNeverRevivesTests
{
    private static readonly DocumentKey Dead = new("dead", "a.cs", "1");
    private static readonly DocumentKey Alive = new("alive", "a.cs", "1");

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task FlushAll_NodesLive_ForgetAndGoOn(ServerKind kind)
    {
        Requires.Server(kind);
        await using ITestServer server = await TestServers.StartAsync(kind);
        await using Scene scene = await Scene.StartAsync(server);

        await server.FlushAllAsync();

        await scene.ShouldHaveForgottenAsync(framesLeft: false);
    }

    [SkippableFact]
    public async Task FlushDb_NodesLive_ForgetAndGoOn()
    {
        Requires.RedisServer();
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using Scene scene = await Scene.StartAsync(server);

        await server.ExecuteAsync("FLUSHDB");

        await scene.ShouldHaveForgottenAsync(framesLeft: false);
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task LogDeletedAlone_FramesLeft_AreNotRevived(ServerKind kind)
    {
        Requires.Server(kind);
        await using ITestServer server = await TestServers.StartAsync(kind);
        await using Scene scene = await Scene.StartAsync(server);
        await using ConnectionMultiplexer outsider = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);

        (await outsider.GetDatabase().KeyDeleteAsync(Logs.KeyOf(scene.Namespace))).Should().BeTrue();

        await scene.ShouldHaveForgottenAsync(framesLeft: true);
    }

    [SkippableFact]
    public async Task LogEvictedForRoom_FramesThatAreLeft_AreNotRevived()
    {
        Requires.RedisServer();
        await using RedisServerProcess server = await RedisServerProcess.StartAsync("--maxmemory", "4mb", "--maxmemory-policy", "allkeys-random");
        await using Scene scene = await Scene.StartAsync(server);
        await using ConnectionMultiplexer outsider = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        IDatabase database = outsider.GetDatabase();
        var junk = new byte[20_000];

        for (int i = 0; await database.KeyExistsAsync(Logs.KeyOf(scene.Namespace)); i++)
        {
            await database.StringSetAsync($"junk:{i}", junk);
        }

        await server.ExecuteAsync("CONFIG", "SET", "maxmemory", "0");
        await scene.ShouldHaveForgottenAsync(framesLeft: null);
    }

    [SkippableFact]
    public async Task Restart_WithoutPersistence_ForgetsAndGoesOn()
    {
        Requires.RedisServer();
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using Scene scene = await Scene.StartAsync(server);

        await server.RestartAsync();

        await scene.ShouldHaveForgottenAsync(framesLeft: false);
    }

    [SkippableFact]
    public async Task Restart_FromADumpThatLacksTheNewestRecords_RevivesNothing()
    {
        Requires.RedisServer();
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using Scene scene = await Scene.StartAsync(server, beforeInvalidating: () => server.ExecuteAsync("SAVE"));

        server.Kill();
        await server.RestartAsync();

        await scene.ShouldHaveForgottenAsync(framesLeft: true);
    }

    [SkippableFact]
    public async Task Promotion_OfAReplicaThatLacksTheNewestRecords_RevivesNothing()
    {
        Requires.RedisServer();
        await using ReplicaPair pair = await ReplicaPair.StartAsync();
        await using Scene scene = await Scene.StartAsync(
            pair.Proxy.Port,
            beforeInvalidating: async () =>
            {
                await pair.WaitUntilCaughtUpAsync();
                pair.StopReplication();
            });

        await pair.PromoteReplicaAsync();

        await scene.ShouldHaveForgottenAsync(framesLeft: true);
    }

    [SkippableFact]
    public async Task Promotion_NumbersGivenOutByTheLostPrimary_AreNotGivenOutAgain()
    {
        Requires.RedisServer();
        await using ReplicaPair pair = await ReplicaPair.StartAsync();
        await using Scene scene = await Scene.StartAsync(pair.Proxy.Port, pair.WaitUntilCaughtUpAsync);
        Coordination.LogPosition before = scene.A.Node.Inner.Follower.Position;

        await pair.PromoteReplicaAsync();
        await scene.ReconnectAsync();

        Coordination.LogPosition after = scene.A.Node.Inner.Follower.Position;
        after.Epoch.Should().NotBe(before.Epoch);
        after.Sequence.Should().BeGreaterThan(before.Sequence);
    }

    /// <summary>Two nodes that held two documents, one of which was invalidated; their time stands still.</summary>
    private sealed class Scene : IAsyncDisposable
    {
        private readonly int _port;

        private Scene(int port, string ns, ProxiedNode a, ProxiedNode b)
        {
            _port = port;
            Namespace = ns;
            A = a;
            B = b;
        }

        public string Namespace { get; }

        public ProxiedNode A { get; }

        public ProxiedNode B { get; }

        public static Task<Scene> StartAsync(ITestServer server, Func<Task>? beforeInvalidating = null) =>
            StartAsync(ProxiedNode.PortOf(server), beforeInvalidating, server.Kind == ServerKind.Cluster ? server.ConnectionString : null);

        public static async Task<Scene> StartAsync(int port, Func<Task>? beforeInvalidating = null, string? direct = null)
        {
            string ns = TestServers.UniqueNamespace();
            ProxiedNode a = await ProxiedNode.StartAsync(port, ns, direct);
            ProxiedNode b = await ProxiedNode.StartAsync(port, ns, direct);
            CacheRegion<DocumentKey, string> onA = Documents.Of(a.Node);
            CacheRegion<DocumentKey, string> onB = Documents.Of(b.Node);
            foreach (DocumentKey key in new[] { Dead, Alive })
            {
                await onA.MakeAsync("old", key);
                (await onB.LookAsync(key)).Should().Be("old");
            }

            if (beforeInvalidating is not null)
            {
                await beforeInvalidating();
            }

            await onA.InvalidateAsync(DocumentKey.Scope(project: Dead.Project));
            await WaitUntil.Async(() => b.Node.Inner.Follower.Position == a.Node.Inner.Follower.Position, TimeSpan.FromSeconds(10));
            (await onA.LookAsync(Dead)).Should().BeNull();
            (await onA.LookAsync(Alive)).Should().Be("old");
            return new Scene(port, ns, a, b) { Direct = direct };
        }

        private string? Direct { get; init; }

        public async Task ReconnectAsync()
        {
            A.OutliveLease();
            B.OutliveLease();
            await A.RegainLeaseAsync();
            await B.RegainLeaseAsync();
        }

        public async Task ShouldHaveForgottenAsync(bool? framesLeft)
        {
            await ReconnectAsync();
            await using ProxiedNode fresh = await ProxiedNode.StartAsync(_port, Namespace, Direct);
            await fresh.RegainLeaseAsync();
            foreach (ProxiedNode node in new[] { A, B, fresh })
            {
                CacheRegion<DocumentKey, string> documents = Documents.Of(node.Node);
                CacheExplanation why = await ExplainReachableAsync(documents);
                if (framesLeft is { } left)
                {
                    why.Shared!.Holds.Should().Be(left, why.Shared.Detail ?? "the shared tier was read");
                    why.Shared.Verdict.Should().Be(left ? CacheMissReason.Epoch : CacheMissReason.Cold);
                }

                (await documents.LookAsync(Dead)).Should().BeNull("it was invalidated");
                (await documents.LookAsync(Alive)).Should().BeNull("nobody can tell whether it was");
            }

            // And goes on as before: made once, seen by all, invalidated for all.
            CacheRegion<DocumentKey, string> onA = Documents.Of(A.Node);
            CacheRegion<DocumentKey, string> onB = Documents.Of(B.Node);
            await onA.MakeAsync("new", Dead);
            (await onB.LookAsync(Dead)).Should().Be("new");
            await onB.RemoveAsync(Dead);
            await WaitUntil.Async(async () => await onA.LookAsync(Dead) is null, TimeSpan.FromSeconds(10));
        }

        // A node learns only by its next command that a connection was cut, and it has two: the one that renewed the lease may not
        // be the one that reads. "Could not be read" says nothing about what the tier holds.
        private static async Task<CacheExplanation> ExplainReachableAsync(CacheRegion<DocumentKey, string> documents)
        {
            CacheExplanation? why = null;
            await WaitUntil.Async(
                async () =>
                {
                    why = await documents.ExplainAsync(Dead);
                    return why.Shared?.Verdict != CacheMissReason.SharedTierError;
                },
                TimeSpan.FromSeconds(30),
                "the node reads the shared tier");
            return why!;
        }

        public async ValueTask DisposeAsync()
        {
            await A.DisposeAsync();
            await B.DisposeAsync();
        }
    }
}
