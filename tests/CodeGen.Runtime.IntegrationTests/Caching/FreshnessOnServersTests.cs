using CodeGen.Runtime.Caching;
using CodeGen.Runtime.IntegrationTests.Caching.Guarantees;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using StackExchange.Redis;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching;

/// <summary>What freshness asks of the servers' scripts.</summary>
[Collection(ServersCollection.Name)]
public sealed class FreshnessOnServersTests(ServersFixture servers)
{
    private static readonly GenerationKey s_key = GenerationKey.Sample;

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Sliding_Use_ProlongsTheKeyToAQuarterMoreThanTheWindowAndNotBeyondItsLife(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode node = await HookedNode.StartAsync(server, ns);
        await using HookedNode other = await HookedNode.StartAsync(server, ns);
        await using RawData raw = await RawData.ConnectAsync(server);
        RedisKey at = RawData.KeyOf(ns, s_key);
        void Slide(RegionOptions r)
        {
            r.TimeToLive = TimeSpan.FromSeconds(1_000);
            r.SlidingExpiration = TimeSpan.FromSeconds(100);
        }

        await node.Generations(Slide).GetOrCreateAsync(s_key, static (_, _, _) => ValueTask.FromResult("value"));
        (await LifeAsync()).Should().BeInRange(115, 125);

        await raw.Database.KeyExpireAsync(at, TimeSpan.FromSeconds(40));
        (await other.Generations(Slide).TryGetAsync(s_key)).Value.Should().Be("value");
        await WaitUntil.Async(async () => await LifeAsync() > 100, HookedNode.Patience);
        other.Store.Calls(StoreOperation.Touch).Should().Be(1);
        (await LifeAsync()).Should().BeInRange(115, 125);

        async Task<double> LifeAsync() => (await raw.Database.KeyTimeToLiveAsync(at))!.Value.TotalSeconds;
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Touch_ByTheScript_ObeysVersionAndEndAndNeverShortens(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode node = await HookedNode.StartAsync(server, ns);
        await using RawData raw = await RawData.ConnectAsync(server);
        await node.Generations(r => r.StaleFor = TimeSpan.FromSeconds(500)).GetOrCreateAsync(
            s_key, static (_, _, _) => ValueTask.FromResult("value"), new CacheEntryOptions { TimeToLive = TimeSpan.FromSeconds(100) });
        DataKey key = DataKey.Of(ns, EntryMember.Of("code_gen", s_key.ToKeyText()), 1);
        byte[] frame = (await raw.Database.StringGetAsync(key.Data))!;
        EntryFrame.TryReadPrefix(frame, out ulong version, out _, out _).Should().BeTrue();
        (await LifeAsync()).Should().BeInRange(590, 600, "its life and what it is kept after it");
        long now = (await node.Store.BeginAsync(key, null, TimeSpan.Zero, default)).BeganAt;

        (await TouchAsync(version + 1, 300, now + 1_000_000)).Should().BeNull("another value is there");
        (await TouchAsync(version, 50, now + 1_000_000))!.Value.TotalSeconds.Should().BeInRange(90, 100, "it is never shortened");
        (await TouchAsync(version, 300, now + 200_000))!.Value.TotalSeconds.Should().BeInRange(190, 200, "the end of its life is nearer than that");
        (await LifeAsync()).Should().BeInRange(690, 700);
        (await TouchAsync(version, 300, now + 1_000_000))!.Value.TotalSeconds.Should().BeInRange(290, 300);
        (await LifeAsync()).Should().BeInRange(790, 800);
        await raw.Database.KeyDeleteAsync(key.Data);
        (await TouchAsync(version, 300, now + 1_000_000)).Should().BeNull("nothing is there");

        ValueTask<TimeSpan?> TouchAsync(ulong of, double seconds, long end) =>
            node.Store.TouchAsync(key, of, TimeSpan.FromSeconds(seconds), end, TimeSpan.FromSeconds(500), default);

        async Task<double> LifeAsync() => (await raw.Database.KeyTimeToLiveAsync(key.Data))!.Value.TotalSeconds;
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task StaleFor_AFreshNodeWhoseFactoryFails_ServesWhatTheServerKeeps(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode node = await HookedNode.StartAsync(server, ns);
        await using HookedNode fresh = await HookedNode.StartAsync(server, ns);
        await using RawData raw = await RawData.ConnectAsync(server);
        static void Keep(RegionOptions r)
        {
            r.TimeToLive = TimeSpan.FromMilliseconds(500);
            r.StaleFor = TimeSpan.FromSeconds(500);
        }

        await node.Generations(Keep).GetOrCreateAsync(s_key, static (_, _, _) => ValueTask.FromResult("old"));

        // Its life has passed by the server's clock: what is left of the key is what it is kept for.
        await WaitUntil.Async(
            async () => await raw.Database.KeyTimeToLiveAsync(RawData.KeyOf(ns, s_key)) < TimeSpan.FromSeconds(499),
            HookedNode.Patience);

        CacheExplanation why = await fresh.Generations(Keep).ExplainAsync(s_key);
        why.Shared!.Verdict.Should().Be(CacheMissReason.Expired);
        (await fresh.Generations(Keep).TryGetAsync(s_key)).MissReason.Should().Be(CacheMissReason.Expired);
        (await fresh.Generations(Keep).GetOrCreateAsync(s_key, static (_, _, _) => throw new IOException("the model is down"))).Should().Be("old");

        await node.Generations().RemoveAsync(s_key);
        await fresh.CatchUpWithAsync(node);
        Func<Task> again = () => fresh.Generations(Keep).GetOrCreateAsync(s_key, static (_, _, _) => throw new IOException("the model is down")).AsTask();
        await again.Should().ThrowAsync<IOException>();
    }
}
