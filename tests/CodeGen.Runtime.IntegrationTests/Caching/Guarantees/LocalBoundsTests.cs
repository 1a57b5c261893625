using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching.Guarantees;

/// <summary>What bounds an entry's stay: number, bytes, time.</summary>
[Collection(ServersCollection.Name)]
public sealed class LocalBoundsTests(ServersFixture servers)
{
    [Fact]
    public async Task MaxEntries_Exceeded_LeastRecentlyUsedGo()
    {
        await using HookedNode node = await HookedNode.StartAsync(null, TestServers.UniqueNamespace(), cache: o => o.MaxEntries = 3);
        foreach (string key in (string[])["a", "b", "c"])
        {
            await node.Cache.SetAsync(key, key);
        }

        (await node.Cache.TryGetAsync<string>("a")).HasValue.Should().BeTrue();
        await node.Cache.SetAsync("d", "d");

        node.Inner.Local.Count.Should().Be(3);
        (await node.Cache.TryGetAsync<string>("b")).HasValue.Should().BeFalse("it was used least recently");
        foreach (string key in (string[])["a", "c", "d"])
        {
            (await node.Cache.TryGetAsync<string>(key)).HasValue.Should().BeTrue();
        }
    }

    [Fact]
    public async Task MaxBytes_Exceeded_LeastRecentlyUsedGoAndTheBoundHolds()
    {
        const long Most = 64 << 10;
        await using HookedNode node = await HookedNode.StartAsync(null, TestServers.UniqueNamespace(), cache: o => o.MaxBytes = Most);
        for (int i = 0; i < 100; i++)
        {
            await node.Cache.SetAsync($"k{i}", new byte[4 << 10]);
            node.Inner.Local.Bytes.Should().BeLessThanOrEqualTo(Most);
        }

        node.Inner.Local.Count.Should().BeInRange(10, 15);
        (await node.Cache.TryGetAsync<byte[]>("k99")).HasValue.Should().BeTrue();
        (await node.Cache.TryGetAsync<byte[]>("k0")).HasValue.Should().BeFalse();
    }

    [Fact]
    public async Task MaxBytes_OneValueLargerThanAll_IsHandedOutAndDisplacesNothing()
    {
        await using HookedNode node = await HookedNode.StartAsync(null, TestServers.UniqueNamespace(), cache: o => o.MaxBytes = 64 << 10);
        await node.Cache.SetAsync("small", 1);

        (await node.Cache.GetOrCreateAsync("large", (_, _) => ValueTask.FromResult(new byte[128 << 10]))).Should().HaveCount(128 << 10);

        (await node.Cache.TryGetAsync<byte[]>("large")).HasValue.Should().BeFalse();
        (await node.Cache.TryGetAsync<int>("small")).HasValue.Should().BeTrue();
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task MaxEntries_EvictedLocally_ComesBackFromTheSharedTier(ServerKind kind)
    {
        await using HookedNode node = await HookedNode.StartAsync(await servers.GetAsync(kind), TestServers.UniqueNamespace(), cache: o => o.MaxEntries = 1);
        await node.Cache.SetAsync("a", "a");
        await node.Cache.SetAsync("b", "b");

        (await node.Cache.TryGetAsync<string>("a")).Tier.Should().Be(CacheTier.Shared);
    }

    [Theory]
    [InlineData(null, null, 3_600)]
    [InlineData(10, null, 10)]
    [InlineData(10, 20, 20)]
    [InlineData(null, 1_000_000_000, 86_400)]
    public async Task TimeToLive_OfCallAndFactory_EndsTheEntryOnTime(int? ofCall, int? ofFactory, int expected)
    {
        var time = new FakeTimeProvider();
        await using HookedNode node = await HookedNode.StartAsync(null, TestServers.UniqueNamespace(), time);
        await node.Cache.GetOrCreateAsync(
            "k",
            (context, _) =>
            {
                context.TimeToLive = ofFactory is { } s ? TimeSpan.FromSeconds(s) : null;
                return ValueTask.FromResult("v");
            },
            new CacheEntryOptions { TimeToLive = ofCall is { } c ? TimeSpan.FromSeconds(c) : null });

        time.Advance(TimeSpan.FromSeconds(expected) - TimeSpan.FromMilliseconds(1));
        (await node.Cache.TryGetAsync<string>("k")).HasValue.Should().BeTrue();
        time.Advance(TimeSpan.FromMilliseconds(1));
        (await node.Cache.TryGetAsync<string>("k")).MissReason.Should().Be(CacheMissReason.Expired);
    }

    [Fact]
    public async Task TimeToLive_OfZeroOrLess_IsRefused()
    {
        await using HookedNode node = await HookedNode.StartAsync(null, TestServers.UniqueNamespace());

        Func<Task> set = () => node.Cache.SetAsync("k", 1, new CacheEntryOptions { TimeToLive = TimeSpan.Zero }).AsTask();

        await set.Should().ThrowAsync<ArgumentOutOfRangeException>();
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task LocalTimeToLive_Over_AsksTheSharedTierAgain(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        var time = new FakeTimeProvider();
        await using HookedNode node = await HookedNode.StartAsync(server, TestServers.UniqueNamespace(), time, cache: static o => o.LocalTimeToLive = TimeSpan.FromSeconds(5));
        await node.Cache.SetAsync("k", "v");
        (await node.Cache.TryGetAsync<string>("k")).Tier.Should().Be(CacheTier.Local);

        time.Advance(TimeSpan.FromSeconds(5));

        CacheResult<string> read = await node.Cache.TryGetAsync<string>("k");
        read.Value.Should().Be("v");
        node.Store.Calls(StoreOperation.Peek).Should().Be(1, "the copy is compared with what the shared tier holds");
        await using RawData raw = await RawData.ConnectAsync(server);
        await raw.Database.KeyDeleteAsync((await node.Cache.ExplainAsync("k")).SharedKey!);
        time.Advance(TimeSpan.FromSeconds(5));
        (await node.Cache.TryGetAsync<string>("k")).HasValue.Should().BeFalse("nothing is there any more to compare it with");
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task TimeToLive_ReadFromTheSharedTier_EndsWithTheServersRemainder(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        var time = new FakeTimeProvider();
        await using HookedNode maker = await HookedNode.StartAsync(server, ns, cache: static o => o.InlineBytes = 0);
        await using HookedNode reader = await HookedNode.StartAsync(server, ns, time);
        await maker.Generations().SetAsync(GenerationKey.Sample, "v", new CacheEntryOptions { TimeToLive = TimeSpan.FromMinutes(10) });
        await using RawData raw = await RawData.ConnectAsync(server);
        await raw.Database.KeyExpireAsync(RawData.KeyOf(ns, GenerationKey.Sample), TimeSpan.FromMinutes(2));
        (await reader.Generations().TryGetAsync(GenerationKey.Sample)).HasValue.Should().BeTrue();

        time.Advance(TimeSpan.FromMinutes(2));

        (await reader.Generations().ExplainAsync(GenerationKey.Sample)).Local.Verdict.Should().Be(CacheMissReason.Expired);
    }
}
