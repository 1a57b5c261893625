using CodeGen.Runtime.Caching;
using CodeGen.Runtime.Coordination;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching.Guarantees;

/// <summary>A rolling deploy: two versions of a region side by side, blind to each other's values and subject to each other's invalidations.</summary>
[Collection(ServersCollection.Name)]
public sealed class RegionVersionTests(ServersFixture servers)
{
    private static readonly GenerationKey s_key = GenerationKey.Sample;

    public static TheoryData<ServerKind, Doom> OnAllKinds => Dooms.OnAllKinds;

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task GetOrCreate_TwoVersionsSideBySide_EachHasItsOwnValue(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode old = await HookedNode.StartAsync(server, ns);
        await using HookedNode young = await HookedNode.StartAsync(server, ns);

        (await Two(old).GetOrCreateAsync(s_key, new CountingFactory("two").RunAsync)).Should().Be("two 1");
        (await Three(young).GetOrCreateAsync(s_key, new CountingFactory("three").RunAsync)).Should().Be("three 1");

        (await Two(young).TryGetAsync(s_key)).Value.Should().Be("two 1", "one process may use both");
        (await Three(young).TryGetAsync(s_key)).Value.Should().Be("three 1");
        (await Three(old).TryGetAsync(s_key)).Value.Should().Be("three 1");
        (await Two(old).TryGetAsync(s_key)).Value.Should().Be("two 1");
    }

    [SkippableTheory]
    [MemberData(nameof(OnAllKinds))]
    public async Task Invalidate_ByTheNewerVersion_ReachesTheOlder(ServerKind kind, Doom doom)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode old = await HookedNode.StartAsync(server, ns);
        await using HookedNode young = await HookedNode.StartAsync(server, ns);
        await Two(old).GetOrCreateAsync(s_key, new CountingFactory("two").RunAsync);
        await Three(young).GetOrCreateAsync(s_key, new CountingFactory("three").RunAsync);

        // The dooms are of version 1, a third one.
        await young.BringAsync(doom);
        await old.CatchUpWithAsync(young);

        (await Two(old).TryGetAsync(s_key)).HasValue.Should().BeFalse();
        (await Three(young).TryGetAsync(s_key)).HasValue.Should().BeFalse();
        await using HookedNode fresh = await HookedNode.StartAsync(server, ns);
        (await Two(fresh).TryGetAsync(s_key)).HasValue.Should().BeFalse();
        (await Three(fresh).TryGetAsync(s_key)).HasValue.Should().BeFalse();
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Set_ByOneVersion_OthersRecomputeAndNeverReadIt(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode old = await HookedNode.StartAsync(server, ns);
        await using HookedNode young = await HookedNode.StartAsync(server, ns);
        await Two(old).GetOrCreateAsync(s_key, new CountingFactory("two").RunAsync);

        await Three(young).SetAsync(s_key, "three set");
        await old.CatchUpWithAsync(young);

        (await Two(old).GetOrCreateAsync(s_key, new CountingFactory("two again").RunAsync)).Should().Be("two again 1");
        (await Three(old).TryGetAsync(s_key)).Value.Should().Be("three set");
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Retire_RemovedByOneVersion_TheOthersDataIsGoneTooWhenTheRecordGoes(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        var time = new FakeTimeProvider();
        var log = new InProcessLogServer(time);
        await using HookedNode sweeper = await HookedNode.StartAsync(server, ns, time, log: log);
        await using (HookedNode old = await HookedNode.StartAsync(server, ns, time, log: log))
        {
            await Two(old).GetOrCreateAsync(s_key, new CountingFactory("two").RunAsync);
        }

        await using (HookedNode young = await HookedNode.StartAsync(server, ns, time, log: log))
        {
            await Three(young).GetOrCreateAsync(s_key, new CountingFactory("three").RunAsync);
            young.Store.Kill(StoreOperation.RemoveOlder);
            await Three(young).RemoveAsync(s_key);
        }

        await using RawData raw = await RawData.ConnectAsync(server);
        (await raw.Database.KeyExistsAsync(RawData.KeyOf(ns, s_key, 2))).Should().BeTrue();
        (await raw.Database.KeyExistsAsync(RawData.KeyOf(ns, s_key, 3))).Should().BeTrue();

        time.Advance(TimeSpan.FromSeconds(2));
        await sweeper.Cache.InvalidateTagAsync("another");
        time.Advance(TieredCacheOptions.DefaultMaxFactoryDuration + TimeSpan.FromMinutes(3));
        await WaitUntil.Async(
            async () =>
            {
                await sweeper.Inner.MaintainAsync(default);
                return (await log.GetLastAsync(EntryMember.Of("code_gen", s_key.ToKeyText()), default)).Sequence == 0;
            },
            HookedNode.Patience,
            "the key's record is retired");

        (await raw.Database.KeyExistsAsync(RawData.KeyOf(ns, s_key, 2))).Should().BeFalse();
        (await raw.Database.KeyExistsAsync(RawData.KeyOf(ns, s_key, 3))).Should().BeFalse();
        await using HookedNode fresh = await HookedNode.StartAsync(server, ns, time, log: log);
        (await Two(fresh).TryGetAsync(s_key)).HasValue.Should().BeFalse();
        (await Three(fresh).TryGetAsync(s_key)).HasValue.Should().BeFalse();
    }

    private static CacheRegion<GenerationKey, string> Two(HookedNode node) => node.Generations(o => o.Version = 2);

    private static CacheRegion<GenerationKey, string> Three(HookedNode node) => node.Generations(o => o.Version = 3);
}
