using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching.Guarantees;

/// <summary>I4: what one node invalidates, a warm node stops serving: by the doorbell at once, by the lease in any case.</summary>
[Collection(ServersCollection.Name)]
public sealed class I04_InvalidationReachesWarmNodesTests(ServersFixture servers)
{
    [SkippableTheory]
    [MemberData(nameof(Documents.InvalidationsOnAllKinds), MemberType = typeof(Documents))]
    public async Task Invalidate_WarmNodeThatNeverAsks_HearsOfIt(ServerKind kind, InvalidationKind how)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using TestNode a = await TestNode.StartAsync(server.ConnectionString, ns);

        // Its time stands still: it neither renews its lease nor loses it, so only the doorbell can tell it anything.
        await using TestNode b = await TestNode.StartAsync(server.ConnectionString, ns, new FakeTimeProvider());
        CacheRegion<DocumentKey, string> onA = Documents.Of(a);
        CacheRegion<DocumentKey, string> onB = Documents.Of(b);
        await onA.MakeAsync("old");
        (await onB.LookAsync()).Should().Be("old");
        (await onB.TryGetAsync(Documents.Key)).Tier.Should().Be(CacheTier.Local);

        await onA.InvalidateAsync(a.Cache, how);

        await WaitUntil.Async(
            async () => (await onB.ExplainAsync(Documents.Key)).Local is { Holds: false } or { Verdict: not CacheMissReason.None },
            TimeSpan.FromSeconds(10));
        (await onB.LookAsync()).Should().Be(how == InvalidationKind.Set ? "set" : null);
    }

    [SkippableTheory]
    [MemberData(nameof(Documents.InvalidationsOnSingleServers), MemberType = typeof(Documents))]
    public async Task Invalidate_DoorbellDropped_SeenWhenTheLeaseRunsOut(ServerKind kind, InvalidationKind how)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using TestNode a = await TestNode.StartAsync(server.ConnectionString, ns);
        await using ProxiedNode b = await ProxiedNode.StartAsync(server, ns);
        CacheRegion<DocumentKey, string> onA = Documents.Of(a);
        CacheRegion<DocumentKey, string> onB = Documents.Of(b.Node);
        await onA.MakeAsync("old");
        (await onB.LookAsync()).Should().Be("old");
        b.Proxy.DropMessages();

        await onA.InvalidateAsync(a.Cache, how);
        await WaitUntil.Async(() => b.Proxy.MessagesDropped > 0, TimeSpan.FromSeconds(10));

        // Within the lease nobody can know: this is what the bound is for.
        (await onB.LookAsync()).Should().Be("old");
        b.OutliveLease();
        (await onB.LookAsync()).Should().Be(how == InvalidationKind.Set ? "set" : null);
    }

    [SkippableTheory]
    [MemberData(nameof(Documents.SingleServers), MemberType = typeof(Documents))]
    public async Task Invalidate_DoorbellDropped_NextRecordClosesTheGap(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using TestNode a = await TestNode.StartAsync(server.ConnectionString, ns);
        await using ProxiedNode b = await ProxiedNode.StartAsync(server, ns);
        CacheRegion<DocumentKey, string> onA = Documents.Of(a);
        CacheRegion<DocumentKey, string> onB = Documents.Of(b.Node);
        await onA.MakeAsync("old");
        (await onB.LookAsync()).Should().Be("old");
        b.Proxy.DropMessages(count: 1);

        await onA.RemoveAsync(Documents.Key);
        await WaitUntil.Async(() => b.Proxy.MessagesDropped == 1, TimeSpan.FromSeconds(10));
        await a.Cache.InvalidateAsync(CacheScope.Prefix("something:else"));

        // No time passes on this node: the number of the record that did arrive tells that one did not.
        await WaitUntil.Async(async () => await onB.LookAsync() is null, TimeSpan.FromSeconds(10));
    }
}
