using CodeGen.Runtime.Caching;
using CodeGen.Runtime.Coordination;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching.Faults;

/// <summary>An invalidation issued while the server is away: thrown back or kept, in either case in force on this node.</summary>
[Collection(ServersCollection.Name)]
public sealed class DisconnectedInvalidationTests(ServersFixture servers)
{
    [SkippableTheory]
    [MemberData(nameof(Documents.InvalidationsOnSingleServers), MemberType = typeof(Documents))]
    public async Task Throw_ServerAway_ThrowsAndTakesEffectHere(ServerKind kind, InvalidationKind how)
    {
        ITestServer server = await servers.GetAsync(kind);
        await using ProxiedNode node = await ProxiedNode.StartAsync(server, TestServers.UniqueNamespace());
        CacheRegion<DocumentKey, string> documents = Documents.Of(node.Node);
        var other = new DocumentKey("q", "b.cs", "1");
        await documents.MakeAsync("old");
        await documents.GetOrCreateAsync(other, (_, _, _) => ValueTask.FromResult("untouched"));

        node.Proxy.Sever();
        await documents.Awaiting(d => d.InvalidateAsync(node.Cache, how).AsTask()).Should().ThrowAsync<CoordinationException>();
        node.OutliveLease();

        (await documents.LookAsync()).Should().BeNull();
        if (how is not (InvalidationKind.Region or InvalidationKind.Clear))
        {
            (await documents.LookAsync(other)).Should().Be("untouched");
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Documents.InvalidationsOnSingleServers), MemberType = typeof(Documents))]
    public async Task Queue_ServerAway_IsToldBeforeThisNodeTrustsItself(ServerKind kind, InvalidationKind how)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using TestNode a = await TestNode.StartAsync(server.ConnectionString, ns);
        await using ProxiedNode b = await ProxiedNode.StartAsync(server, ns, o => o.OnDisconnectedInvalidation = OnDisconnectedInvalidation.Queue);
        CacheRegion<DocumentKey, string> onA = Documents.Of(a);
        CacheRegion<DocumentKey, string> onB = Documents.Of(b.Node);
        await onA.MakeAsync("old");
        (await onB.LookAsync()).Should().Be("old");

        b.Proxy.Sever();
        await onB.InvalidateAsync(b.Cache, how);
        b.Node.Inner.Follower.OutboxCount.Should().Be(1);
        b.Node.Inner.Follower.HasLease.Should().BeFalse("the shared tier does not know yet");
        (await onB.LookAsync()).Should().Be(how == InvalidationKind.Set ? "set" : null);
        (await onA.LookAsync()).Should().Be("old", "nobody could tell the other node");

        b.Proxy.Restore();
        await b.RegainLeaseAsync();

        // The lease is back, so the record is in the log: neither this node nor the frame in the shared tier may say "old".
        b.Node.Inner.Follower.OutboxCount.Should().Be(0);
        (await onB.LookAsync()).Should().BeNull();
        await WaitUntil.Async(async () => await onA.LookAsync() is null, TimeSpan.FromSeconds(10));
    }

    [SkippableTheory]
    [MemberData(nameof(Documents.SingleServers), MemberType = typeof(Documents))]
    public async Task Queue_MoreThanItHolds_ShrinksToOneThatClearsEverything(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using TestNode a = await TestNode.StartAsync(server.ConnectionString, ns);
        await using ProxiedNode b = await ProxiedNode.StartAsync(
            server, ns, o => o.OnDisconnectedInvalidation = OnDisconnectedInvalidation.Queue, o => o.MaxOutboxRecords = 3);
        CacheRegion<DocumentKey, string> onA = Documents.Of(a);
        CacheRegion<DocumentKey, string> onB = Documents.Of(b.Node);
        DocumentKey[] keys = [.. Enumerable.Range(0, 6).Select(i => new DocumentKey($"p{i}", "a.cs", "1"))];
        var bystander = new DocumentKey("bystander", "a.cs", "1");
        foreach (DocumentKey key in keys.Append(bystander))
        {
            await onA.MakeAsync("old", key);
        }

        b.Proxy.Sever();
        foreach (DocumentKey key in keys)
        {
            await onB.RemoveAsync(key);
        }

        b.Node.Inner.Follower.OutboxCount.Should().Be(1);
        b.Proxy.Restore();
        await b.RegainLeaseAsync();

        await WaitUntil.Async(async () => await onA.LookAsync(bystander) is null, TimeSpan.FromSeconds(10));
        foreach (DocumentKey key in keys)
        {
            (await onA.LookAsync(key)).Should().BeNull();
            (await onB.LookAsync(key)).Should().BeNull();
        }

        // And it holds as many again.
        b.Proxy.Sever();
        await onB.RemoveAsync(keys[0]);
        await onB.RemoveAsync(keys[1]);
        b.Node.Inner.Follower.OutboxCount.Should().Be(2);
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Invalidate_ReadYourOwn_TheNextFactoryIsNotBornDead(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        await using TestNode node = await TestNode.StartAsync(server.ConnectionString, TestServers.UniqueNamespace());
        CacheRegion<DocumentKey, string> documents = Documents.Of(node);

        foreach (InvalidationKind how in Enum.GetValues<InvalidationKind>().Where(k => k != InvalidationKind.Set))
        {
            await documents.InvalidateAsync(node.Cache, how);
            (await documents.MakeAsync($"after {how}")).Should().Be($"after {how}");
            CacheExplanation why = await documents.ExplainAsync(Documents.Key);
            why.Local.Should().Match<TierExplanation>(t => t.Holds && t.Verdict == CacheMissReason.None);
            why.Shared.Should().Match<TierExplanation>(t => t.Holds && t.Verdict == CacheMissReason.None);
        }
    }
}
