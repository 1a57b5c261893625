using CodeGen.Runtime.Caching;
using CodeGen.Runtime.Coordination;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using StackExchange.Redis;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching.Faults;

/// <summary>A server that stalls, stops, kills connections or cannot serve yet. Each test has a server of its own.</summary>
public sealed class ServerTroubleTests
{
    [SkippableFact]
    public async Task ClientKill_OfAllConnections_IsNoticedAndNothingIsMissed()
    {
        Requires.RedisServer();
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using Pair pair = await Pair.StartAsync(server);

        for (int i = 0; i < 5; i++)
        {
            await pair.OnA.MakeAsync($"old {i}");
            (await pair.OnB.LookAsync()).Should().Be($"old {i}");
            await server.ExecuteAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
            await server.ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub");
            await pair.InvalidateAsync();
            pair.B.OutliveLease();
            await pair.B.RegainLeaseAsync();
            (await pair.OnB.LookAsync()).Should().BeNull();
        }
    }

    [SkippableFact]
    public async Task ClientKill_OfTheSubscriptionAlone_BoundedByTheLease()
    {
        Requires.RedisServer();
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using Pair pair = await Pair.StartAsync(server);
        await pair.OnA.MakeAsync("old");
        (await pair.OnB.LookAsync()).Should().Be("old");

        // It cannot subscribe again either, so nothing but the renewal on the other connection can tell it.
        pair.B.Proxy.DropMessages();
        await server.ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub");
        await pair.InvalidateAsync();
        pair.B.OutliveLease();

        (await pair.OnB.LookAsync()).Should().BeNull();
    }

    [SkippableFact]
    public async Task DebugSleep_ServerStalls_ValuesAreServedByTheRuleAndNothingIsStaleAfter()
    {
        Requires.RedisServer();
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using Pair pair = await Pair.StartAsync(server);
        await pair.OnA.MakeAsync("old");
        (await pair.OnB.LookAsync()).Should().Be("old");

        Task<RedisResult> sleeping = server.ExecuteAsync("DEBUG", "SLEEP", "3");
        pair.B.OutliveLease();
        (await pair.OnB.LookAsync()).Should().Be("old", "it is served stale, or the server was faster than its own sleep");
        await sleeping;
        await pair.InvalidateAsync();
        pair.B.OutliveLease();
        await pair.B.RegainLeaseAsync();

        (await pair.OnB.LookAsync()).Should().BeNull();
    }

    [SkippableFact]
    public async Task Paused_ServerStopsInItsTracks_InvalidationThrowsAndTakesEffectHereAndLaterEverywhere()
    {
        Requires.RedisServer();
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using Pair pair = await Pair.StartAsync(server);
        await pair.OnA.MakeAsync("old");
        (await pair.OnB.LookAsync()).Should().Be("old");

        server.Pause();
        await pair.OnB.Awaiting(r => r.InvalidateAllAsync().AsTask()).Should().ThrowAsync<CoordinationException>();
        pair.B.OutliveLease();
        (await pair.OnB.LookAsync()).Should().BeNull("it took effect on the node that asked");
        server.Resume();
        await pair.B.RegainLeaseAsync();
        await WaitUntil.Async(
            async () =>
            {
                await pair.OnB.InvalidateAllAsync();
                return true;
            },
            TimeSpan.FromSeconds(30));
        pair.A.OutliveLease();
        await pair.A.RegainLeaseAsync();

        (await pair.OnA.LookAsync()).Should().BeNull();
        (await pair.OnB.LookAsync()).Should().BeNull();
    }

    [SkippableFact]
    public async Task Start_ServerAway_StartsAndConnectsLater()
    {
        Requires.RedisServer();
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await server.StopAsync();
        await using ProxiedNode node = await ProxiedNode.StartAsync(server.Port, TestServers.UniqueNamespace(), coordination: o => o.ConnectTimeout = TimeSpan.FromSeconds(1), connected: false);
        CacheRegion<DocumentKey, string> documents = Documents.Of(node.Node);
        (await documents.MakeAsync("made alone")).Should().Be("made alone");
        (await documents.LookAsync()).Should().Be("made alone", "an outage is not one paid call per request");

        await server.RestartAsync();
        await node.RegainLeaseAsync();

        await documents.MakeAsync("shared");
        (await documents.ExplainAsync(Documents.Key)).Shared!.Holds.Should().BeTrue();
    }

    [SkippableFact]
    public async Task Start_ServerTakesNoWritesYet_IsNotRefusedForGood()
    {
        Requires.RedisServer();
        await using RedisServerProcess server = await RedisServerProcess.StartAsync("--min-replicas-to-write", "1");
        await using ProxiedNode node = await ProxiedNode.StartAsync(server.Port, TestServers.UniqueNamespace(), connected: false);
        node.Node.Inner.Follower.HasLease.Should().BeFalse();

        await server.ExecuteAsync("CONFIG", "SET", "min-replicas-to-write", "0");
        await node.RegainLeaseAsync();

        (await Documents.Of(node.Node).MakeAsync("made")).Should().Be("made");
    }

    private sealed class Pair(ProxiedNode a, ProxiedNode b) : IAsyncDisposable
    {
        public ProxiedNode A => a;

        public ProxiedNode B => b;

        public CacheRegion<DocumentKey, string> OnA { get; } = Documents.Of(a.Node);

        public CacheRegion<DocumentKey, string> OnB { get; } = Documents.Of(b.Node);

        public static async Task<Pair> StartAsync(RedisServerProcess server)
        {
            string ns = TestServers.UniqueNamespace();
            return new Pair(await ProxiedNode.StartAsync(server.Port, ns), await ProxiedNode.StartAsync(server.Port, ns));
        }

        /// <summary>Invalidates from the first node as soon as it is connected again.</summary>
        public async Task InvalidateAsync()
        {
            await A.RegainLeaseAsync();
            await WaitUntil.Async(
                async () =>
                {
                    await OnA.InvalidateAsync(DocumentKey.Scope(project: Documents.Key.Project));
                    return true;
                },
                TimeSpan.FromSeconds(30));
        }

        public async ValueTask DisposeAsync()
        {
            await A.DisposeAsync();
            await B.DisposeAsync();
        }
    }
}
