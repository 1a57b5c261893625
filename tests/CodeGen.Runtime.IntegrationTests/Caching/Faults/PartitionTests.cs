using CodeGen.Runtime.Caching;
using CodeGen.Runtime.Coordination;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching.Faults;

/// <summary>An old primary that lives on behind a partition, with nodes on its side.</summary>
public sealed class PartitionTests
{
    /// <summary>
    /// The residue of the guarantee, pinned: without <c>min-replicas-to-write</c> the old primary goes on confirming leases, and a node on its side cannot know what is invalidated on
    /// the other. It forgets all of it with the first answer of the new primary.
    /// </summary>
    [SkippableFact]
    public async Task PartitionedOldPrimary_WithoutMinReplicas_NodeOnOldSideMayServeUntilItReconnects()
    {
        Requires.RedisServer();
        await using ReplicaPair pair = await ReplicaPair.StartAsync();
        string ns = TestServers.UniqueNamespace();
        await using ProxiedNode a = await ProxiedNode.StartAsync(pair.Proxy.Port, ns);
        await using ProxiedNode b = await ProxiedNode.StartAsync(pair.Primary.Port, ns);
        CacheRegion<DocumentKey, string> onA = Documents.Of(a.Node);
        CacheRegion<DocumentKey, string> onB = Documents.Of(b.Node);
        await onA.MakeAsync("old");
        (await onB.LookAsync()).Should().Be("old");
        await pair.WaitUntilCaughtUpAsync();

        await pair.PromoteReplicaAsync();
        a.OutliveLease();
        await a.RegainLeaseAsync();
        await onA.InvalidateAsync(DocumentKey.Scope(project: "p"));
        (await onA.LookAsync()).Should().BeNull();
        b.OutliveLease();
        (await onB.TryGetAsync(Documents.Key)).Value.Should().Be("old", "its server confirms the lease; this is the residue");
        b.Node.Inner.Follower.HasLease.Should().BeTrue();

        b.Proxy.SwitchTo(pair.Primary.Port);
        b.OutliveLease();
        await b.RegainLeaseAsync();
        (await onB.LookAsync()).Should().BeNull();
    }

    [SkippableFact]
    public async Task PartitionedOldPrimary_WithMinReplicas_GrantsNoLeaseToTheNodeOnItsSide()
    {
        Requires.RedisServer();
        await using ReplicaPair pair = await ReplicaPair.StartAsync(minReplicasToWrite: 1);
        string ns = TestServers.UniqueNamespace();
        await using ProxiedNode a = await ProxiedNode.StartAsync(pair.Proxy.Port, ns);
        await using ProxiedNode b = await ProxiedNode.StartAsync(pair.Primary.Port, ns, cache: o => o.WhenDisconnected = WhenDisconnected.Recompute);
        CacheRegion<DocumentKey, string> onA = Documents.Of(a.Node);
        CacheRegion<DocumentKey, string> onB = Documents.Of(b.Node);
        await onA.MakeAsync("old");
        (await onB.LookAsync()).Should().Be("old");
        await pair.WaitUntilCaughtUpAsync();
        RedisServerProcess oldPrimary = pair.Primary;

        await pair.PromoteReplicaAsync();
        await pair.Primary.ExecuteAsync("CONFIG", "SET", "min-replicas-to-write", "0");
        await WaitUntil.Async(
            async () => ((string)(await oldPrimary.ExecuteAsync("INFO", "replication"))!).Contains("min_slaves_good_slaves:0", StringComparison.Ordinal),
            TimeSpan.FromSeconds(30));
        a.OutliveLease();
        await a.RegainLeaseAsync();
        await onA.InvalidateAsync(DocumentKey.Scope(project: "p"));
        b.OutliveLease();

        (await onB.LookAsync()).Should().BeNull();
        b.Node.Inner.Follower.HasLease.Should().BeFalse();
        await onB.Awaiting(r => r.RemoveAsync(Documents.Key).AsTask()).Should().ThrowAsync<CoordinationException>();
    }
}
