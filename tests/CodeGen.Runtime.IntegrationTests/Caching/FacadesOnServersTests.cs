using CodeGen.Runtime.Caching;
using CodeGen.Runtime.IntegrationTests.Caching.Guarantees;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching;

/// <summary>The framework's interfaces on two nodes and a server.</summary>
[Collection(ServersCollection.Name)]
public sealed class FacadesOnServersTests(ServersFixture servers)
{
    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Hybrid_ValuesTagsAndRemovals_AreSharedByNodes(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using TestNode a = await StartAsync(server, ns);
        await using TestNode b = await StartAsync(server, ns);
        HybridCache onA = Hybrid(a);
        HybridCache onB = Hybrid(b);

        (await onA.GetOrCreateAsync("k", static _ => ValueTask.FromResult<List<int>>([1]), tags: ["t"])).Should().Equal(1);
        (await onB.GetOrCreateAsync("k", static _ => ValueTask.FromResult<List<int>>([2]))).Should().Equal([1], "it comes from the shared tier");
        await onA.RemoveByTagAsync("t");
        await WaitUntil.Async(async () => (await onB.GetOrCreateAsync("k", static _ => ValueTask.FromResult<List<int>>([3]))).Single() == 3, HookedNode.Patience);
        await onA.SetAsync("k", new List<int> { 4 });
        await WaitUntil.Async(async () => (await onB.GetOrCreateAsync("k", static _ => ValueTask.FromResult<List<int>>([5]))).Single() == 4, HookedNode.Patience);
        await onB.RemoveByTagAsync("*");
        await WaitUntil.Async(async () => (await onA.GetOrCreateAsync("k", static _ => ValueTask.FromResult<List<int>>([6]))).Single() == 6, HookedNode.Patience);
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Hybrid_Flags_LeaveOutWhatTheySay(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using TestNode a = await StartAsync(server, ns);
        await using TestNode b = await StartAsync(server, ns);

        await MakeAsync(a, "local", HybridCacheEntryFlags.DisableDistributedCacheWrite, 1);
        (await MakeAsync(b, "local", HybridCacheEntryFlags.None, 2)).Should().Be(2, "it was not shared");
        (await MakeAsync(a, "local", HybridCacheEntryFlags.None, 3)).Should().Be(1, "it is in memory");

        await MakeAsync(a, "shared", HybridCacheEntryFlags.DisableLocalCacheWrite, 1);
        (await MakeAsync(a, "shared", HybridCacheEntryFlags.DisableDistributedCacheRead, 2)).Should().Be(2, "it is not in memory");
        (await MakeAsync(b, "shared", HybridCacheEntryFlags.DisableUnderlyingData, 3)).Should().BeOneOf(1, 2);
        (await MakeAsync(b, "none", HybridCacheEntryFlags.DisableUnderlyingData, 3)).Should().Be(0, "no factory runs");

        await MakeAsync(a, "fresh", HybridCacheEntryFlags.None, 1);
        (await MakeAsync(a, "fresh", HybridCacheEntryFlags.DisableLocalCacheRead | HybridCacheEntryFlags.DisableDistributedCacheRead, 2)).Should().Be(2);
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Hybrid_APayloadOfAnotherShape_IsAMiss(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using TestNode a = await StartAsync(server, ns);
        await using TestNode b = await StartAsync(server, ns);
        await Hybrid(a).GetOrCreateAsync("k", static _ => ValueTask.FromResult("text, not a list"));
        (await Hybrid(b).GetOrCreateAsync("k", static _ => ValueTask.FromResult<List<int>>([7]))).Should().Equal(7);
        (await Hybrid(b).GetOrCreateAsync("k", static _ => ValueTask.FromResult<List<int>>([8]))).Should().Equal(7);
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Distributed_SlidingEntry_IsSharedAndProlongedByRefresh(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using TestNode a = await StartAsync(server, ns);
        await using TestNode b = await StartAsync(server, ns);
        IDistributedCache onA = a.Services.GetRequiredService<IDistributedCache>();
        IDistributedCache onB = b.Services.GetRequiredService<IDistributedCache>();
        await onA.SetAsync("k", [1, 2], new DistributedCacheEntryOptions { SlidingExpiration = TimeSpan.FromSeconds(100) });
        (await onB.GetAsync("k")).Should().Equal(1, 2);

        string at = DataKey.Of(ns, EntryMember.Of("distributed", "k"), 1).Data;
        await using RawData raw = await RawData.ConnectAsync(server);
        await raw.Database.KeyExpireAsync(at, TimeSpan.FromSeconds(50));
        await using TestNode fresh = await StartAsync(server, ns);
        await fresh.Services.GetRequiredService<IDistributedCache>().RefreshAsync("k");
        await WaitUntil.Async(async () => await raw.Database.KeyTimeToLiveAsync(at) > TimeSpan.FromSeconds(110), HookedNode.Patience);

        await onB.RemoveAsync("k");
        await WaitUntil.Async(async () => await onA.GetAsync("k") is null, HookedNode.Patience);
    }

    private static Task<TestNode> StartAsync(ITestServer server, string ns) =>
        TestNode.StartAsync(server.ConnectionString, ns, services: static c => c.AddTieredCache().AsHybridCache().AsDistributedCache());

    private static HybridCache Hybrid(TestNode node) => node.Services.GetRequiredService<HybridCache>();

    private static ValueTask<int> MakeAsync(TestNode node, string key, HybridCacheEntryFlags flags, int value) =>
        Hybrid(node).GetOrCreateAsync(key, value, static (v, _) => ValueTask.FromResult(v), new HybridCacheEntryOptions { Flags = flags });
}
