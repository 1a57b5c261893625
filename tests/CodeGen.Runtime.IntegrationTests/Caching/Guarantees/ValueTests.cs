using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching.Guarantees;

/// <summary>Values that are not quite ordinary: none, of another type, too large.</summary>
[Collection(ServersCollection.Name)]
public sealed class ValueTests(ServersFixture servers)
{
    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task GetOrCreate_Null_IsAValueInBothTiers(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode a = await HookedNode.StartAsync(server, ns);
        await using HookedNode b = await HookedNode.StartAsync(server, ns);
        int calls = 0;
        for (int i = 0; i < 2; i++)
        {
            (await a.Cache.GetOrCreateAsync("k", MakeAsync)).Should().BeNull();
            (await b.Cache.GetOrCreateAsync("k", MakeAsync)).Should().BeNull();
        }

        calls.Should().Be(1);
        (await b.Cache.TryGetAsync<string?>("k")).HasValue.Should().BeTrue();
        await a.Cache.SetAsync<string?>("set", null);
        (await b.Cache.GetOrCreateAsync<string?>("set", (_, _) => ValueTask.FromResult<string?>("made"))).Should().BeNull();

        ValueTask<string?> MakeAsync(CacheEntryContext context, CancellationToken cancellationToken)
        {
            calls++;
            return ValueTask.FromResult<string?>(null);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task GetOrCreate_NullReadAsAStruct_IsAMiss(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode a = await HookedNode.StartAsync(server, ns);
        await using HookedNode b = await HookedNode.StartAsync(server, ns);
        await a.Cache.SetAsync<string?>("k", null);
        using var corrupt = b.Counter(CachingDiagnostics.Corrupt);

        (await b.Cache.TryGetAsync<int>("k")).HasValue.Should().BeFalse();
        corrupt.GetMeasurementSnapshot().Should().ContainSingle();
        (await a.Cache.GetOrCreateAsync("k", (_, _) => ValueTask.FromResult(7))).Should().Be(7);
    }

    [Fact]
    public async Task TryGet_HeldAsAnotherType_IsAMissThatSaysSo()
    {
        await using HookedNode node = await HookedNode.StartAsync(null, TestServers.UniqueNamespace());
        await node.Cache.SetAsync("k", "text");

        CacheResult<int> read = await node.Cache.TryGetAsync<int>("k");

        read.HasValue.Should().BeFalse();
        read.MissReason.Should().Be(CacheMissReason.Type);
        (await node.Cache.GetOrCreateAsync("k", (_, _) => ValueTask.FromResult(7))).Should().Be(7);
        (await node.Cache.TryGetAsync<int>("k")).Value.Should().Be(7);
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task GetOrCreate_SharedTierHoldsAnotherType_RunsTheFactoryAndNeverThrows(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode a = await HookedNode.StartAsync(server, ns);
        await using HookedNode b = await HookedNode.StartAsync(server, ns);
        await a.Cache.GetOrCreateAsync("k", (_, _) => ValueTask.FromResult("text"));

        (await b.Cache.GetOrCreateAsync("k", (_, _) => ValueTask.FromResult(7))).Should().Be(7);
        (await a.Cache.GetOrCreateAsync("k", (_, _) => ValueTask.FromResult(8))).Should().Be(7, "the other node's value replaced the text");
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task GetOrCreate_ValueLargerThanTheLimit_StaysLocalAndIsCounted(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode a = await HookedNode.StartAsync(server, ns, cache: o => o.MaxPayloadBytes = 4 << 10);
        await using HookedNode b = await HookedNode.StartAsync(server, ns);
        using var refused = a.Counter(CachingDiagnostics.Refused);
        var large = new string('x', 5_000);

        await a.Cache.GetOrCreateAsync("made", (_, _) => ValueTask.FromResult(large));
        await a.Cache.SetAsync("set", large);

        refused.GetMeasurementSnapshot().Sum(static m => m.Value).Should().BeGreaterThanOrEqualTo(2);
        foreach (string key in (string[])["made", "set"])
        {
            (await a.Cache.TryGetAsync<string>(key)).Tier.Should().Be(CacheTier.Local);
            (await b.Cache.TryGetAsync<string>(key)).HasValue.Should().BeFalse();
            (await b.Cache.GetOrCreateAsync(key, (_, _) => ValueTask.FromResult("own"))).Should().Be("own");
        }
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Set_ValueLargerThanTheLimitOverASmallOne_OthersDoNotServeTheSmallOne(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode a = await HookedNode.StartAsync(server, ns, cache: o => o.MaxPayloadBytes = 4 << 10);
        await using HookedNode b = await HookedNode.StartAsync(server, ns);
        await a.Cache.SetAsync("k", "small");
        (await b.Cache.TryGetAsync<string>("k")).Value.Should().Be("small");

        await a.Cache.SetAsync("k", new string('x', 5_000));
        await b.CatchUpWithAsync(a);

        (await b.Cache.TryGetAsync<string>("k")).HasValue.Should().BeFalse();
        (await b.Cache.ExplainAsync("k")).Verdict.Should().Be("miss: InvalidatedKey");
    }
}
