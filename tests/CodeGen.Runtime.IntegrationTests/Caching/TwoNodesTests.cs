using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching;

/// <summary>The first things a user of two nodes expects.</summary>
[Collection(ServersCollection.Name)]
public sealed class TwoNodesTests(ServersFixture servers)
{
    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task GetOrCreate_OtherNodeMadeIt_NoSecondFactoryCall(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using TestNode a = await TestNode.StartAsync(server.ConnectionString, ns);
        await using TestNode b = await TestNode.StartAsync(server.ConnectionString, ns);
        int calls = 0;

        string first = await a.Cache.GetOrCreateAsync("code_gen:p:f:1", (_, _) => ValueTask.FromResult($"made {++calls}"));
        string second = await b.Cache.GetOrCreateAsync("code_gen:p:f:1", (_, _) => ValueTask.FromResult($"made {++calls}"));

        first.Should().Be("made 1");
        second.Should().Be("made 1");
        calls.Should().Be(1);
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Invalidate_OtherNodeHoldsIt_IsForgottenThere(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using TestNode a = await TestNode.StartAsync(server.ConnectionString, ns);
        await using TestNode b = await TestNode.StartAsync(server.ConnectionString, ns);
        await a.Cache.GetOrCreateAsync("code_gen:p:f:1", (_, _) => ValueTask.FromResult("old"));
        (await b.Cache.TryGetAsync<string>("code_gen:p:f:1")).Value.Should().Be("old");

        await a.Cache.InvalidateAsync(CacheScope.Prefix("code_gen:p"));

        await WaitUntil.Async(async () => !(await b.Cache.TryGetAsync<string>("code_gen:p:f:1")).HasValue, TimeSpan.FromSeconds(5));
        (await a.Cache.TryGetAsync<string>("code_gen:p:f:1")).HasValue.Should().BeFalse();
        (await b.Cache.GetOrCreateAsync("code_gen:p:f:1", (_, _) => ValueTask.FromResult("new"))).Should().Be("new");
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task SetAndRemove_CrossNodes(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using TestNode a = await TestNode.StartAsync(server.ConnectionString, ns);
        await using TestNode b = await TestNode.StartAsync(server.ConnectionString, ns);

        await a.Cache.SetAsync("k", 1);
        await b.Cache.SetAsync("k", 2);
        await WaitUntil.Async(async () => (await a.Cache.TryGetAsync<int>("k")).Value == 2, TimeSpan.FromSeconds(5));
        await a.Cache.RemoveAsync("k");
        await WaitUntil.Async(async () => !(await b.Cache.TryGetAsync<int>("k")).HasValue, TimeSpan.FromSeconds(5));
        CacheExplanation why = await b.Cache.ExplainAsync("k");
        why.Verdict.Should().StartWith("miss");
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Start_ServerInReach_LeaseHoldsFromTheStart(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        await using TestNode node = await TestNode.StartAsync(server.ConnectionString, TestServers.UniqueNamespace(), coordination: o => o.MaxStaleness = TimeSpan.FromMinutes(1));

        node.Inner.Follower.HasLease.Should().BeTrue("the first caller should not pay for a second round trip");
    }
}
