using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching.Faults;

/// <summary>What an outage costs the callers of each kind of region; <see cref="Guarantees.I07_CutOffNodesTests"/> has what they are served.</summary>
[Collection(ServersCollection.Name)]
public sealed class WhenDisconnectedTests(ServersFixture servers)
{
    [SkippableTheory]
    [MemberData(nameof(Documents.SingleServers), MemberType = typeof(Documents))]
    public async Task Recompute_ManyCallersInAnOutage_OneFactoryCallAGrace(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        await using ProxiedNode node = await ProxiedNode.StartAsync(
            server, TestServers.UniqueNamespace(), o => (o.WhenDisconnected, o.DisconnectedGrace) = (WhenDisconnected.Recompute, TimeSpan.FromSeconds(30)));
        CacheRegion<DocumentKey, string> documents = Documents.Of(node.Node);
        int calls = 0;
        node.Proxy.Sever();
        node.OutliveLease();

        for (int i = 0; i < 50; i++)
        {
            (await MakeAsync()).Should().Be("made 1");
            node.Time.Advance(TimeSpan.FromMilliseconds(500));
        }

        node.Time.Advance(TimeSpan.FromSeconds(10));
        (await MakeAsync()).Should().Be("made 2");
        (await MakeAsync()).Should().Be("made 2");
        calls.Should().Be(2);

        async Task<string> MakeAsync() => await documents.GetOrCreateAsync(Documents.Key, (_, _, _) => ValueTask.FromResult($"made {++calls}"));
    }

    [SkippableTheory]
    [MemberData(nameof(Documents.SingleServers), MemberType = typeof(Documents))]
    public async Task Regions_EachWithItsOwnRule_FollowIt(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        await using ProxiedNode node = await ProxiedNode.StartAsync(server, TestServers.UniqueNamespace());
        CacheRegion<DocumentKey, string> stale = Documents.Of(node.Node, r => (r.Name, r.WhenDisconnected) = ("stale", WhenDisconnected.ServeStale));
        CacheRegion<DocumentKey, string> again = Documents.Of(node.Node, r => (r.Name, r.WhenDisconnected) = ("again", WhenDisconnected.Recompute));
        CacheRegion<DocumentKey, string> fail = Documents.Of(node.Node, r => (r.Name, r.WhenDisconnected) = ("fail", WhenDisconnected.Fail));
        foreach (CacheRegion<DocumentKey, string> region in new[] { stale, again, fail })
        {
            await region.MakeAsync("before");
        }

        node.Proxy.Sever();
        node.OutliveLease();

        (await stale.MakeAsync("after")).Should().Be("before");
        (await again.MakeAsync("after")).Should().Be("after");
        await fail.Awaiting(r => r.MakeAsync("after")).Should().ThrowAsync<CacheUnavailableException>();
    }

    [SkippableTheory]
    [MemberData(nameof(Documents.SingleServers), MemberType = typeof(Documents))]
    public async Task Outage_ServerSilent_OneCallerFindsOutAndTheOthersDoNotWait(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        await using ProxiedNode node = await ProxiedNode.StartAsync(server, TestServers.UniqueNamespace());
        CacheRegion<DocumentKey, string> documents = Documents.Of(node.Node);
        await documents.MakeAsync("value");
        node.Proxy.Blackhole();
        node.OutliveLease();
        (await documents.LookAsync()).Should().Be("value");

        for (int i = 0; i < 5; i++)
        {
            node.Time.Advance(TimeSpan.FromSeconds(1));
            Task<string?> first = documents.LookAsync();
            Task<string?> second = documents.LookAsync();

            // Not "soon": it has completed when the call returns, although the first one may be waiting for a server that does not answer.
            second.IsCompletedSuccessfully.Should().BeTrue();
            (await second).Should().Be("value");
            (await first).Should().Be("value");
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Documents.SingleServers), MemberType = typeof(Documents))]
    public async Task Outage_ManyMisses_AskTheSharedTierNoMore(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        await using ProxiedNode node = await ProxiedNode.StartAsync(server, TestServers.UniqueNamespace());
        CacheRegion<DocumentKey, string> documents = Documents.Of(node.Node);
        await documents.MakeAsync("value");
        node.Proxy.Sever();

        // The lease holds, since no time passes: every miss tries the shared tier, until the breaker opens.
        for (int i = 0; i < CircuitBreaker.FailuresToOpen; i++)
        {
            node.Node.Inner.Breaker.IsOpen.Should().BeFalse();
            await documents.LookAsync(new DocumentKey("miss", $"{i}.cs", "1"));
        }

        node.Node.Inner.Breaker.IsOpen.Should().BeTrue();
        CacheResult<string> miss = await documents.TryGetAsync(new DocumentKey("miss", "again.cs", "1"));
        miss.MissReason.Should().Be(CacheMissReason.SharedTierError);
        (await documents.MakeAsync("made", new DocumentKey("miss", "made.cs", "1"))).Should().Be("made");

        // The pause over and the server back, one call closes it.
        node.Proxy.Restore();
        await node.RegainLeaseAsync();
        await WaitUntil.Async(
            async () =>
            {
                node.Time.Advance(CircuitBreaker.LongestPause);
                await node.RegainLeaseAsync();
                await documents.LookAsync(new DocumentKey("miss", "closing.cs", "1"));
                return !node.Node.Inner.Breaker.IsOpen;
            },
            TimeSpan.FromSeconds(30));
    }
}
