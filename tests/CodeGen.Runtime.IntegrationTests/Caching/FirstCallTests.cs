using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching;

/// <summary>A node is in step from its first call on.</summary>
[Collection(ServersCollection.Name)]
public sealed class FirstCallTests(ServersFixture servers)
{
    [Fact]
    public async Task FirstCall_InProcess_HasTheLease()
    {
        await using TestNode node = await TestNode.StartAsync(null, "first", start: false);

        await node.Cache.GetOrCreateAsync("p:1", (_, _) => ValueTask.FromResult(1));
        await node.Cache.InvalidateAsync(CacheScope.Prefix("p"));

        (await node.Cache.TryGetAsync<int>("p:1")).MissReason.Should().Be(CacheMissReason.InvalidatedScope);
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task FirstCall_WithRedis_ReachesTheSharedTier(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using TestNode a = await TestNode.StartAsync(server.ConnectionString, ns, start: false);
        await using TestNode b = await TestNode.StartAsync(server.ConnectionString, ns, start: false);

        await a.Cache.GetOrCreateAsync("p:1", (_, _) => ValueTask.FromResult(1));

        (await b.Cache.TryGetAsync<int>("p:1")).Tier.Should().Be(CacheTier.Shared);
    }
}
