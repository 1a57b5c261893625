using CodeGen.Runtime.Caching;
using CodeGen.Runtime.Coordination;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching.Guarantees;

/// <summary>ExplainAsync names the tier and the reason, for every reason there is.</summary>
[Collection(ServersCollection.Name)]
public sealed class ExplainTests(ServersFixture servers)
{
    private static readonly GenerationKey s_key = GenerationKey.Sample;

    public static TheoryData<ServerKind, Doom> OnAllKinds => Dooms.OnAllKinds;

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Explain_Hits_NameTheTierAndWhatIsKnown(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode a = await HookedNode.StartAsync(server, ns);
        await using HookedNode b = await HookedNode.StartAsync(server, ns);
        (await a.Generations().ExplainAsync(s_key)).Verdict.Should().Be("miss: Cold");
        await a.Generations().GetOrCreateAsync(s_key, (_, context, _) =>
        {
            context.Cost = 0.25m;
            context.Tags.Add(Dooms.Tag);
            return ValueTask.FromResult(string.Concat(Enumerable.Repeat("public static int Add(int left, int right) => left + right;\n", 100)));
        });

        CacheExplanation atA = await a.Generations().ExplainAsync(s_key);
        CacheExplanation atB = await b.Generations().ExplainAsync(s_key);

        atA.Verdict.Should().Be("hit in local memory");
        atA.Key.Should().Be("code_gen:p42:a.cs:h1");
        atA.Region.Should().Be("code_gen");
        atA.HasLease.Should().BeTrue();
        atA.Local.Should().Match<TierExplanation>(t => t.Holds && t.Verdict == CacheMissReason.None && t.Cost == 0.25m && t.Remaining > TimeSpan.FromMinutes(59));
        atA.Local.Tags.Should().Equal(Dooms.Tag);
        atA.Scopes.Should().Contain(s => s.Kind == "tag" && s.Text == Dooms.Tag).And.Contain(s => s.Kind == "prefix").And.Contain(s => s.Kind == "dimension").And.Contain(s => s.Kind == "region");
        atB.Verdict.Should().Be("hit in the shared tier");
        atB.Local.Holds.Should().BeFalse();
        atB.Shared!.Tags.Should().Equal(Dooms.Tag);
        atB.Shared.Detail.Should().Contain("6000 bytes before compression").And.Contain("lz4", "compression is visible");
        atB.Shared.Bytes.Should().BeLessThan(1_000);
        await using RawData raw = await RawData.ConnectAsync(server);
        (await raw.Database.KeyExistsAsync(atB.SharedKey)).Should().BeTrue("it names the key to look at");
    }

    [SkippableTheory]
    [MemberData(nameof(OnAllKinds))]
    public async Task Explain_Invalidated_NamesTheKindAndWhen(ServerKind kind, Doom doom)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode a = await HookedNode.StartAsync(server, ns);
        await using HookedNode fresh = await HookedNode.StartAsync(server, ns);
        await a.Generations().GetOrCreateAsync(s_key, new CountingFactory().RunAsync);
        a.Store.Kill(StoreOperation.RemoveOlder, StoreOperation.WriteSet);
        await a.BringAsync(doom);
        await fresh.CatchUpWithAsync(a);

        CacheExplanation why = await fresh.Generations().ExplainAsync(s_key);

        CacheMissReason reason = doom switch
        {
            Doom.Remove or Doom.Set => CacheMissReason.InvalidatedKey,
            Doom.Prefix or Doom.Dimension => CacheMissReason.InvalidatedScope,
            Doom.Tag => CacheMissReason.InvalidatedTag,
            Doom.Region => CacheMissReason.InvalidatedRegion,
            Doom.Pattern => CacheMissReason.InvalidatedPattern,
            _ => CacheMissReason.Cleared,
        };
        why.Verdict.Should().Be($"miss: {reason}");
        why.Shared!.Verdict.Should().Be(reason);
        if (doom != Doom.Pattern)
        {
            why.Scopes.Should().ContainSingle(s => s.LastInvalidated == fresh.Position.Sequence);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Explain_ExpiredInLocalMemory_SaysExpired(ServerKind kind)
    {
        var time = new FakeTimeProvider();
        await using HookedNode node = await HookedNode.StartAsync(await servers.GetAsync(kind), TestServers.UniqueNamespace(), time);
        await node.Generations(o => o.UseSharedTier = false).GetOrCreateAsync(s_key, new CountingFactory().RunAsync);
        time.Advance(TieredCacheOptions.DefaultTimeToLive);

        CacheExplanation why = await node.Generations(o => o.UseSharedTier = false).ExplainAsync(s_key);

        why.Verdict.Should().Be("miss: Expired");
        why.Shared.Should().BeNull();
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Explain_OtherVersionInLocalMemory_SaysVersion(ServerKind kind)
    {
        await using HookedNode node = await HookedNode.StartAsync(await servers.GetAsync(kind), TestServers.UniqueNamespace());
        await node.Generations(o => o.Version = 2).GetOrCreateAsync(s_key, new CountingFactory().RunAsync);

        CacheExplanation why = await node.Generations(o => o.Version = 3).ExplainAsync(s_key);

        why.RegionVersion.Should().Be(3);
        why.Verdict.Should().Be("miss: Version");
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Explain_DamagedFrame_SaysWhatWasWrong(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode node = await HookedNode.StartAsync(server, ns);
        await using RawData raw = await RawData.ConnectAsync(server);
        await raw.Database.StringSetAsync(RawData.KeyOf(ns, s_key), "not a frame, by far too short for one", TimeSpan.FromMinutes(1));

        CacheExplanation why = await node.Generations().ExplainAsync(s_key);

        why.Verdict.Should().Be("miss: Corrupt");
        why.Shared!.Detail.Should().StartWith("the frame was refused:");
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Explain_FrameOfAnotherEpoch_SaysEpoch(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using (HookedNode other = await HookedNode.StartAsync(server, ns, log: new InProcessLogServer(TimeProvider.System)))
        {
            await other.Generations().GetOrCreateAsync(s_key, new CountingFactory().RunAsync);
        }

        await using HookedNode node = await HookedNode.StartAsync(server, ns);

        (await node.Generations().ExplainAsync(s_key)).Verdict.Should().Be("miss: Epoch");
        (await node.Generations().TryGetAsync(s_key)).MissReason.Should().Be(CacheMissReason.Epoch);
        (await node.Generations().GetOrCreateAsync(s_key, new CountingFactory("anew").RunAsync)).Should().Be("anew 1");
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Explain_StampBelowTheFloor_SaysFloor(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        var log = new InProcessLogServer(TimeProvider.System);
        await using HookedNode node = await HookedNode.StartAsync(server, ns, log: log);
        await node.Generations().GetOrCreateAsync(s_key, new CountingFactory().RunAsync);
        await node.Cache.InvalidateTagAsync("another");
        await log.RetireAsync(long.MaxValue, default);
        await node.Cache.InvalidateTagAsync("another");

        (await node.Generations().ExplainAsync(s_key)).Verdict.Should().Be("miss: Floor");
        (await node.Generations().TryGetAsync(s_key)).MissReason.Should().Be(CacheMissReason.Floor);
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Explain_SharedTierFails_SaysSo(ServerKind kind)
    {
        await using HookedNode node = await HookedNode.StartAsync(await servers.GetAsync(kind), TestServers.UniqueNamespace());
        node.Store.Kill(StoreOperation.Read);

        CacheExplanation why = await node.Generations().ExplainAsync(s_key);

        why.Shared!.Verdict.Should().Be(CacheMissReason.SharedTierError);
        (await node.Generations().TryGetAsync(s_key)).MissReason.Should().Be(CacheMissReason.SharedTierError);
        (await node.Generations().GetOrCreateAsync(s_key, new CountingFactory().RunAsync)).Should().Be("made 1", "callers do not notice");
    }
}
