using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching.Guarantees;

/// <summary>I1: removed or invalidated while a factory runs, its value reaches those who waited for it and is never stored.</summary>
[Collection(ServersCollection.Name)]
public sealed class I01_InvalidateDuringFactoryTests(ServersFixture servers)
{
    private static readonly GenerationKey s_key = GenerationKey.Sample;

    public static TheoryData<ServerKind, Doom> OnAllKinds => Dooms.OnAllKinds;

    [SkippableTheory]
    [MemberData(nameof(OnAllKinds))]
    public async Task Invalidate_SameNodeWhileFactoryRuns_WaitersHaveItAndNobodyElse(ServerKind kind, Doom doom)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode a = await HookedNode.StartAsync(server, ns);
        await using HookedNode b = await HookedNode.StartAsync(server, ns);

        await CheckAsync(a, b, issuer: a, doom);
    }

    [SkippableTheory]
    [MemberData(nameof(OnAllKinds))]
    public async Task Invalidate_OtherNodeWhileFactoryRuns_WaitersHaveItAndNobodyElse(ServerKind kind, Doom doom)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode a = await HookedNode.StartAsync(server, ns);
        await using HookedNode b = await HookedNode.StartAsync(server, ns);

        await CheckAsync(a, b, issuer: b, doom);
    }

    [SkippableTheory]
    [MemberData(nameof(OnAllKinds))]
    public async Task Invalidate_NodeHasNotHeardWhenFactoryEnds_OthersNeverServeItAndTheNodeForgetsIt(ServerKind kind, Doom doom)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode a = await HookedNode.StartAsync(server, ns);
        await using HookedNode b = await HookedNode.StartAsync(server, ns);
        var factory = new CountingFactory(holdFirst: true);
        Task<string> first = a.Generations().GetOrCreateAsync(s_key, factory.RunAsync).AsTask();
        await factory.Gate.Reached;

        a.Log.Deafen();
        await b.BringAsync(doom);
        factory.Gate.Open();

        (await first).Should().Be("made 1");
        await using HookedNode fresh = await HookedNode.StartAsync(server, ns);
        string? known = doom == Doom.Set ? Dooms.SetValue : null;
        (await b.Generations().TryGetAsync(s_key)).Value.Should().Be(known);
        (await fresh.Generations().TryGetAsync(s_key)).Value.Should().Be(known);
        a.Log.Hear();
        await a.CatchUpWithAsync(b);
        (await a.Generations().TryGetAsync(s_key)).Value.Should().Be(known);
    }

    [SkippableTheory]
    [MemberData(nameof(OnAllKinds))]
    public async Task Invalidate_CallerComesAfterItWhileFactoryRuns_HasANewValueAndTheOldOneDoesNotReplaceIt(ServerKind kind, Doom doom)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode a = await HookedNode.StartAsync(server, ns);
        var factory = new CountingFactory(holdFirst: true);
        Task<string> first = a.Generations().GetOrCreateAsync(s_key, factory.RunAsync).AsTask();
        await factory.Gate.Reached;

        await a.BringAsync(doom);
        string late = await a.Generations().GetOrCreateAsync(s_key, factory.RunAsync).AsTask().WaitAsync(HookedNode.Patience);
        factory.Gate.Open();

        string expected = doom == Doom.Set ? Dooms.SetValue : "made 2";
        late.Should().Be(expected);
        (await first).Should().Be("made 1");
        (await a.Generations().TryGetAsync(s_key)).Value.Should().Be(expected);
        await using HookedNode fresh = await HookedNode.StartAsync(server, ns);
        (await fresh.Generations().TryGetAsync(s_key)).Value.Should().Be(expected);
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Invalidate_RegionRecomputes_WaitersHaveTheNewValueAndItIsStored(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode a = await HookedNode.StartAsync(server, ns);
        await using HookedNode b = await HookedNode.StartAsync(server, ns);
        CacheRegion<GenerationKey, string> region = a.Generations(o => o.OnSuperseded = OnSuperseded.Recompute);
        var factory = new CountingFactory(holdFirst: true);
        Task<string> first = region.GetOrCreateAsync(s_key, factory.RunAsync).AsTask();
        await factory.Gate.Reached;

        await b.BringAsync(Doom.Prefix);
        await a.CatchUpWithAsync(b);
        factory.Gate.Open();

        (await first).Should().Be("made 2");
        (await region.TryGetAsync(s_key)).Value.Should().Be("made 2");
        (await b.Generations().TryGetAsync(s_key)).Value.Should().Be("made 2");
        factory.Calls.Should().Be(2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Invalidate_DuringEveryRun_RecomputeGivesUpAfterMaxRecomputes(int most)
    {
        await using HookedNode node = await HookedNode.StartAsync(null, TestServers.UniqueNamespace());
        CacheRegion<GenerationKey, string> region = node.Generations(o => (o.OnSuperseded, o.MaxRecomputes) = (OnSuperseded.Recompute, most));
        int calls = 0;

        string value = await region.GetOrCreateAsync(s_key, async (_, _, _) =>
        {
            await node.BringAsync(Doom.Prefix);
            return $"made {++calls}";
        });

        value.Should().Be($"made {most + 1}");
        (await region.TryGetAsync(s_key)).HasValue.Should().BeFalse();
    }

    private static async Task CheckAsync(HookedNode a, HookedNode b, HookedNode issuer, Doom doom)
    {
        using var joined = a.Counter(CachingDiagnostics.FlightsJoined);
        var factory = new CountingFactory(holdFirst: true);
        Task<string> first = a.Generations().GetOrCreateAsync(s_key, factory.RunAsync).AsTask();
        await factory.Gate.Reached;
        Task<string> second = a.Generations().GetOrCreateAsync(s_key, factory.RunAsync).AsTask();
        await joined.WaitForMeasurementsAsync(1, HookedNode.Patience);

        await issuer.BringAsync(doom);
        await a.CatchUpWithAsync(issuer);
        factory.Gate.Open();

        (await first).Should().Be("made 1");
        (await second).Should().Be("made 1", "it asked before the invalidation");
        a.Store.Calls(StoreOperation.WriteCreated).Should().Be(0);
        CacheExplanation why = await a.Generations().ExplainAsync(s_key);
        why.Local.Holds.Should().Be(doom == Doom.Set && issuer == a);
        why.Shared!.Holds.Should().Be(doom == Doom.Set);
        string? known = doom == Doom.Set ? Dooms.SetValue : null;
        (await a.Generations().TryGetAsync(s_key)).Value.Should().Be(known);
        (await b.Generations().TryGetAsync(s_key)).Value.Should().Be(known);
        (await b.Generations().GetOrCreateAsync(s_key, factory.RunAsync)).Should().Be(known ?? "made 2");
        (await a.Generations().GetOrCreateAsync(s_key, factory.RunAsync)).Should().Be(known ?? "made 2");
    }
}
