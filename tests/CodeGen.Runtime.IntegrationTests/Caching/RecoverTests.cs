using CodeGen.Runtime.Caching;
using CodeGen.Runtime.Coordination;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching;

/// <summary><see cref="OnFailOver.Recover"/>: values survive a fail-over, and what was invalidated just before it stays dead although the promoted replica never saw the record.</summary>
public sealed class RecoverTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [SkippableFact]
    public async Task Recover_ReplicaLacksTheNewestRecords_ValuesStayAndInvalidatedStaysDead()
    {
        Requires.RedisServer();
        await using ReplicaPair pair = await ReplicaPair.StartAsync();
        string ns = TestServers.UniqueNamespace();
        await using TestNode a = await StartAsync(pair.ConnectionString, ns, OnFailOver.Recover);
        await using TestNode b = await StartAsync(pair.ConnectionString, ns, OnFailOver.Recover);
        await a.Cache.GetOrCreateAsync("p:kept:1", Made("kept"));
        await a.Cache.GetOrCreateAsync("p:dead:1", Made("dead"));
        await b.Cache.TryGetAsync<string>("p:kept:1");
        await b.Cache.TryGetAsync<string>("p:dead:1");
        ulong epoch = a.Inner.Follower.Horizon.Epoch;
        await pair.WaitUntilCaughtUpAsync();

        pair.StopReplication();
        await a.Cache.InvalidateAsync(CacheScope.Prefix("p:dead"));
        await WaitUntil.Async(async () => !(await b.Cache.TryGetAsync<string>("p:dead:1")).HasValue, Patience);
        await pair.PromoteReplicaAsync();
        await WaitUntil.Async(() => InNewEpoch(a, epoch) && InNewEpoch(b, epoch), Patience);

        foreach (TestNode node in new[] { a, b })
        {
            (await node.Cache.TryGetAsync<string>("p:dead:1")).HasValue.Should().BeFalse();
            (await node.Cache.GetOrCreateAsync("p:kept:1", Made("again"))).Should().Be("kept");
        }

        await using TestNode fresh = await StartAsync(pair.ConnectionString, ns, OnFailOver.Recover);
        (await fresh.Cache.TryGetAsync<string>("p:dead:1")).HasValue.Should().BeFalse();
        (await fresh.Cache.TryGetAsync<string>("p:kept:1")).Value.Should().Be("kept");
    }

    [SkippableFact]
    public async Task Recover_AKeyRemovedJustBefore_StaysDeadInTheSharedTier()
    {
        Requires.RedisServer();
        await using ReplicaPair pair = await ReplicaPair.StartAsync();
        string ns = TestServers.UniqueNamespace();
        await using TestNode a = await StartAsync(pair.ConnectionString, ns, OnFailOver.Recover);
        await a.Cache.GetOrCreateAsync("p:1", Made("old"));
        ulong epoch = a.Inner.Follower.Horizon.Epoch;
        await pair.WaitUntilCaughtUpAsync();

        // Neither the record nor the deletion reaches the replica: its copy of the value is back after the promotion.
        pair.StopReplication();
        await a.Cache.RemoveAsync("p:1");
        await pair.PromoteReplicaAsync();
        await WaitUntil.Async(() => InNewEpoch(a, epoch), Patience);

        await WaitUntilReachedAsync(a);
        (await a.Cache.TryGetAsync<string>("p:1")).HasValue.Should().BeFalse();
        (await a.Cache.ExplainAsync("p:1")).Shared!.Verdict.Should().Be(CacheMissReason.InvalidatedKey);
        (await a.Cache.GetOrCreateAsync("p:1", Made("new"))).Should().Be("new");
    }

    [SkippableFact]
    public async Task Forget_SameFailOver_ForgetsEverything()
    {
        Requires.RedisServer();
        await using ReplicaPair pair = await ReplicaPair.StartAsync();
        string ns = TestServers.UniqueNamespace();
        await using TestNode a = await StartAsync(pair.ConnectionString, ns, OnFailOver.Forget);
        await a.Cache.GetOrCreateAsync("p:1", Made("old"));
        ulong epoch = a.Inner.Follower.Horizon.Epoch;
        await pair.WaitUntilCaughtUpAsync();

        pair.StopReplication();
        await pair.PromoteReplicaAsync();
        await WaitUntil.Async(() => InNewEpoch(a, epoch), Patience);

        await WaitUntilReachedAsync(a);
        (await a.Cache.TryGetAsync<string>("p:1")).HasValue.Should().BeFalse();
        (await a.Cache.ExplainAsync("p:1")).Shared!.Verdict.Should().Be(CacheMissReason.Epoch);
    }

    /// <summary>The connection for data comes back on its own time, a little before or after the one for the log.</summary>
    private static Task WaitUntilReachedAsync(TestNode node) =>
        WaitUntil.Async(async () => (await node.Cache.ExplainAsync("p:other")).Shared!.Verdict == CacheMissReason.Cold, Patience);

    private static bool InNewEpoch(TestNode node, ulong before) => node.Inner.Follower.Horizon.Epoch != before && node.Inner.Follower.HasLease;

    private static Func<CacheEntryContext, CancellationToken, ValueTask<string>> Made(string value) => (_, _) => ValueTask.FromResult(value);

    private static Task<TestNode> StartAsync(string connection, string ns, OnFailOver onFailOver) =>
        TestNode.StartAsync(connection, ns, cache: o => o.OnFailOver = onFailOver, coordination: o => o.MaxStaleness = TimeSpan.FromMilliseconds(400));
}
