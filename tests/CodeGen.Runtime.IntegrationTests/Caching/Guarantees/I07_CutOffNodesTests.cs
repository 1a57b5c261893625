using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;
using CodeGen.Runtime.TestKit.Faults;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching.Guarantees;

/// <summary>I7: a node cut off while others invalidate serves by its region's rule once the lease has run out, and has caught up when it is connected again.</summary>
[Collection(ServersCollection.Name)]
public sealed class I07_CutOffNodesTests(ServersFixture servers)
{
    /// <summary>Each server with each way to be cut off: connections that break, and connections that fall silent.</summary>
    public static TheoryData<ServerKind, bool> Cuts => new()
    {
        { ServerKind.Embedded, true },
        { ServerKind.Embedded, false },
        { ServerKind.Redis, true },
        { ServerKind.Redis, false },
    };

    [SkippableTheory]
    [MemberData(nameof(Cuts))]
    public async Task CutOff_Recompute_ServesNothingFromBeforeOnceTheLeaseRanOut(ServerKind kind, bool silent)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using TestNode a = await TestNode.StartAsync(server.ConnectionString, ns);
        await using ProxiedNode b = await ProxiedNode.StartAsync(server, ns, o => o.WhenDisconnected = WhenDisconnected.Recompute);
        CacheRegion<DocumentKey, string> onA = Documents.Of(a);
        CacheRegion<DocumentKey, string> onB = Documents.Of(b.Node);
        await onA.MakeAsync("old");
        (await onB.LookAsync()).Should().Be("old");

        Cut(b.Proxy, silent);
        await onA.InvalidateAsync(DocumentKey.Scope(project: "p"));
        b.OutliveLease();

        (await onB.LookAsync()).Should().BeNull();
        (await onB.MakeAsync("made alone")).Should().Be("made alone");
    }

    [SkippableTheory]
    [MemberData(nameof(Cuts))]
    public async Task CutOff_ServeStale_ServesWithinMaxStaleOnDisconnectAndNotAfter(ServerKind kind, bool silent)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using TestNode a = await TestNode.StartAsync(server.ConnectionString, ns);
        await using ProxiedNode b = await ProxiedNode.StartAsync(server, ns, o => o.MaxStaleOnDisconnect = TimeSpan.FromMinutes(3));
        CacheRegion<DocumentKey, string> onA = Documents.Of(a);
        CacheRegion<DocumentKey, string> onB = Documents.Of(b.Node);
        await onA.MakeAsync("old");
        (await onB.LookAsync()).Should().Be("old");

        Cut(b.Proxy, silent);
        await onA.InvalidateAsync(DocumentKey.Scope(project: "p"));
        b.OutliveLease();
        (await onB.LookAsync()).Should().Be("old", "serving it is what the region was told to do for three minutes");
        b.Time.Advance(TimeSpan.FromMinutes(2.9));
        (await onB.LookAsync()).Should().Be("old");
        b.Time.Advance(TimeSpan.FromMinutes(0.2));

        (await onB.LookAsync()).Should().BeNull();
    }

    [SkippableTheory]
    [MemberData(nameof(Cuts))]
    public async Task CutOff_Fail_ThrowsWhetherOrNotItHoldsTheValue(ServerKind kind, bool silent)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using ProxiedNode b = await ProxiedNode.StartAsync(server, ns);
        CacheRegion<DocumentKey, string> onB = Documents.Of(b.Node, r => r.WhenDisconnected = WhenDisconnected.Fail);
        await onB.MakeAsync("old");
        var never = new DocumentKey("p", "never.cs", "1");

        Cut(b.Proxy, silent);
        b.OutliveLease();

        await onB.Awaiting(r => r.LookAsync()).Should().ThrowAsync<CacheUnavailableException>().WithMessage("*'doc'*WhenDisconnected*");
        await onB.Awaiting(r => r.LookAsync(never)).Should().ThrowAsync<CacheUnavailableException>();
        await onB.Awaiting(r => r.MakeAsync("new")).Should().ThrowAsync<CacheUnavailableException>();
        await onB.Awaiting(r => r.MakeAsync("new", never)).Should().ThrowAsync<CacheUnavailableException>();
    }

    [SkippableTheory]
    [MemberData(nameof(Cuts))]
    public async Task Reconnected_InvalidatedMeanwhile_HasCaughtUpWithoutARestart(ServerKind kind, bool silent)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using TestNode a = await TestNode.StartAsync(server.ConnectionString, ns);
        await using ProxiedNode b = await ProxiedNode.StartAsync(server, ns);
        CacheRegion<DocumentKey, string> onA = Documents.Of(a);
        CacheRegion<DocumentKey, string> onB = Documents.Of(b.Node);
        DocumentKey[] keys = [.. Enum.GetValues<InvalidationKind>().Select(k => new DocumentKey("other", $"{k}.cs", "1"))];
        foreach (DocumentKey key in keys.Append(Documents.Key))
        {
            await onA.MakeAsync("old", key);
            (await onB.LookAsync(key)).Should().Be("old");
        }

        Cut(b.Proxy, silent);
        await onA.RemoveAsync(Documents.Key);
        await onA.InvalidateAsync(DocumentKey.Scope(project: "other"));
        b.OutliveLease();
        (await onB.LookAsync()).Should().Be("old");
        b.Proxy.Restore();
        await b.RegainLeaseAsync();

        foreach (DocumentKey key in keys.Append(Documents.Key))
        {
            (await onB.LookAsync(key)).Should().BeNull();
        }

        // And it hears the doorbell again, without time passing.
        await onA.MakeAsync("new");
        (await onB.LookAsync()).Should().Be("new");
        await onA.RemoveAsync(Documents.Key);
        await WaitUntil.Async(async () => await onB.LookAsync() is null, TimeSpan.FromSeconds(10));
    }

    [SkippableTheory]
    [MemberData(nameof(Cuts))]
    public async Task Reconnected_ValueMadeAloneWasOvertaken_IsNotServed(ServerKind kind, bool silent)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using TestNode a = await TestNode.StartAsync(server.ConnectionString, ns);
        await using ProxiedNode b = await ProxiedNode.StartAsync(server, ns, o => o.WhenDisconnected = WhenDisconnected.Recompute);
        CacheRegion<DocumentKey, string> onA = Documents.Of(a);
        CacheRegion<DocumentKey, string> onB = Documents.Of(b.Node);

        Cut(b.Proxy, silent);
        b.OutliveLease();
        await onB.MakeAsync("made alone");
        (await onB.LookAsync()).Should().Be("made alone");
        await onA.InvalidateAsync(DocumentKey.Scope(project: "p"));
        b.Proxy.Restore();
        await b.RegainLeaseAsync();

        (await onB.LookAsync()).Should().BeNull();
    }

    [SkippableTheory]
    [MemberData(nameof(Documents.SingleServers), MemberType = typeof(Documents))]
    public async Task CutOffAgain_KeyRecordRetiredBetween_ServesNothingThatTheLogHadForgotten(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using TestNode a = await TestNode.StartAsync(server.ConnectionString, ns);
        await using ProxiedNode b = await ProxiedNode.StartAsync(server, ns);
        CacheRegion<DocumentKey, string> onA = Documents.Of(a);
        CacheRegion<DocumentKey, string> onB = Documents.Of(b.Node);
        await onA.MakeAsync("old");
        (await onB.LookAsync()).Should().Be("old");

        // The record comes and goes while the node is away, so only the floor of short-lived records tells of it.
        b.Proxy.Sever();
        await onA.RemoveAsync(Documents.Key);
        await Logs.RetireEverythingAsync(a);
        b.OutliveLease();
        b.Proxy.Restore();
        await b.RegainLeaseAsync();
        b.Proxy.Sever();
        b.OutliveLease();

        (await onB.LookAsync()).Should().BeNull();
    }

    /// <summary>Where the cut is made in the node, since a cluster's members tell clients their own addresses and no proxy stays in between.</summary>
    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task CutOffInTheNode_OthersInvalidate_ServesNothingStaleThenCatchesUp(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using TestNode other = await TestNode.StartAsync(server.ConnectionString, ns);
        await using HookedNode node = await HookedNode.StartAsync(
            server, ns, cache: o => o.WhenDisconnected = WhenDisconnected.Recompute, coordination: o => o.MaxStaleness = TimeSpan.FromMilliseconds(500));
        await other.Cache.GetOrCreateAsync("p:1", (_, _) => ValueTask.FromResult("old"));
        await WaitUntil.Async(async () => (await node.Cache.TryGetAsync<string>("p:1")).Value == "old", HookedNode.Patience);

        node.Log.IsCutOff = true;
        await WaitUntil.Async(() => !node.Inner.Follower.HasLease, HookedNode.Patience);
        await other.Cache.InvalidateAsync(CacheScope.Prefix("p"));

        (await node.Cache.TryGetAsync<string>("p:1")).HasValue.Should().BeFalse();
        (await node.Cache.GetOrCreateAsync("p:1", (_, _) => ValueTask.FromResult("alone"))).Should().Be("alone");
        await other.Cache.InvalidateAsync(CacheScope.Prefix("p"));

        node.Log.IsCutOff = false;
        await WaitUntil.Async(() => node.Inner.Follower.HasLease, HookedNode.Patience);
        (await node.Cache.TryGetAsync<string>("p:1")).HasValue.Should().BeFalse();
        await WaitUntil.Async(
            async () => (await node.Cache.GetOrCreateAsync("p:1", (_, _) => ValueTask.FromResult("new"))) == (await other.Cache.TryGetAsync<string>("p:1")).Value,
            HookedNode.Patience);
    }

    private static void Cut(FaultProxy proxy, bool silent)
    {
        if (silent)
        {
            proxy.Blackhole();
        }
        else
        {
            proxy.Sever();
        }
    }
}
