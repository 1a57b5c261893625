using CodeGen.Runtime.Caching.Tests.Freshness;
using CodeGen.Runtime.Caching.Tests.Keys;
using FluentAssertions;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Internal;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Hosting;

/// <summary>Local copies in the host's memory cache.</summary>
public sealed class UseMemoryCacheTests
{
    [Fact]
    public async Task Entries_AreSeenInTheHostsStatistics()
    {
        await using ServiceProvider provider = Build(static o => o.TrackStatistics = true);
        MemoryCache memory = Memory(provider);
        ITieredCache cache = Cache(provider);
        await cache.SetAsync("a", "v");
        await cache.SetAsync("b", "v");
        memory.Count.Should().Be(2);

        long before = memory.GetCurrentStatistics()!.TotalHits;
        (await cache.TryGetAsync<string>("a")).Tier.Should().Be(CacheTier.Local);
        (memory.GetCurrentStatistics()!.TotalHits - before).Should().Be(1, "a hit of ours is a use of the host's entry");
        await cache.RemoveAsync("a");
        memory.Count.Should().Be(1);
    }

    [Fact]
    public async Task SizeLimit_InEntries_BoundsThemWithTheHostsOwn()
    {
        await using ServiceProvider provider = Build(static o => o.SizeLimit = 10, static b => b.UseMemoryCache(MemoryCacheEntrySize.Entries));
        MemoryCache memory = Memory(provider);
        for (int i = 0; i < 4; i++)
        {
            memory.Set($"host{i}", i, new MemoryCacheEntryOptions { Size = 1, Priority = CacheItemPriority.NeverRemove });
        }

        for (int i = 0; i < 100; i++)
        {
            await Cache(provider).SetAsync($"k{i}", i);
            memory.Count.Should().BeLessThanOrEqualTo(10);
        }

        // The counts of the two meet once the host has said of all entries that have left.
        await FreshNode.EventuallyAsync(() => Task.FromResult(Inner(provider).Local.Count == memory.Count - 4 && Inner(provider).Local.Evicted > 0), "what the host says of an entry is heard");
    }

    [Fact]
    public async Task SizeLimit_InBytes_BoundsTheirEstimate()
    {
        const long limit = 100_000;
        await using ServiceProvider provider = Build(static o =>
        {
            o.SizeLimit = limit;
            o.TrackStatistics = true;
        });
        for (int i = 0; i < 100; i++)
        {
            await Cache(provider).SetAsync($"k{i}", new byte[5_000]);
            Memory(provider).GetCurrentStatistics()!.CurrentEstimatedSize.Should().BeLessThanOrEqualTo(limit);
        }

        await FreshNode.EventuallyAsync(() => Task.FromResult(Inner(provider).Local.Bytes == Memory(provider).GetCurrentStatistics()!.CurrentEstimatedSize), "what the host says of an entry is heard");
        Memory(provider).Count.Should().BePositive();
    }

    [Fact]
    public async Task OwnBounds_DoNotApply()
    {
        await using ServiceProvider provider = Build(cache: static o => (o.MaxEntries, o.MaxBytes) = (1, 1_024));
        for (int i = 0; i < 20; i++)
        {
            await Cache(provider).SetAsync($"k{i}", new byte[1_000]);
        }

        Inner(provider).Local.Count.Should().Be(20);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Host_ClearedOrCompacted_MakesMissesAndTheFactoryRunsAgain(bool clear)
    {
        await using ServiceProvider provider = Build();
        ITieredCache cache = Cache(provider);
        int made = 0;
        ValueTask<int> GetAsync() => cache.GetOrCreateAsync("k", (_, _) => ValueTask.FromResult(++made));
        (await GetAsync()).Should().Be(1);
        (await GetAsync()).Should().Be(1);
        if (clear)
        {
            Memory(provider).Clear();
        }
        else
        {
            Memory(provider).Compact(1);
        }

        (await cache.TryGetAsync<int>("k")).HasValue.Should().BeFalse();
        (await GetAsync()).Should().Be(2);
        (await GetAsync()).Should().Be(2);
    }

    [Fact]
    public async Task Invalidations_OfEveryKind_TakeTheEntryOutOfTheHostsMemory()
    {
        await using ServiceProvider provider = Build();
        ITieredCache cache = Cache(provider);
        CacheRegion<GenerationKey, string> region = cache.Region<GenerationKey, string>();
        var key = new GenerationKey("p", "f", "h");
        foreach (Func<ValueTask> invalidate in (Func<ValueTask>[])
        [
            () => region.RemoveAsync(key),
            () => cache.InvalidateTagAsync("t"),
            () => region.InvalidateAsync(GenerationKey.Scope(project: "p")),
            () => region.InvalidateAllAsync(),
            () => cache.InvalidateAsync(CachePattern.Parse("code_gen:*:f:*")),
            () => cache.ClearAsync(),
        ])
        {
            await region.SetAsync(key, "old", new CacheEntryOptions { Tags = ["t"] });
            (await region.TryGetAsync(key)).Value.Should().Be("old");
            await invalidate();
            (await region.TryGetAsync(key)).HasValue.Should().BeFalse();
            Memory(provider).Count.Should().Be(0, "a look found it invalid, or its removal took it out");
        }

        await region.SetAsync(key, "old");
        await region.SetAsync(key, "new");
        (await region.TryGetAsync(key)).Value.Should().Be("new");
        Memory(provider).Count.Should().Be(1);
    }

    [Fact]
    public async Task Invalidated_WhileTheFactoryRuns_IsNotStored()
    {
        await using ServiceProvider provider = Build();
        ITieredCache cache = Cache(provider);
        await cache.GetOrCreateAsync("k", async (context, token) =>
        {
            context.Tags.Add("t");
            await cache.InvalidateTagAsync("t", token);
            return "old";
        });
        (await cache.TryGetAsync<string>("k")).HasValue.Should().BeFalse();
        Memory(provider).Count.Should().Be(0);
    }

    [Fact]
    public async Task Life_Over_IsAMissWhateverTheHostSays()
    {
        var time = new FakeTimeProvider();
        await using ServiceProvider provider = Build(services: s => s.AddSingleton<TimeProvider>(time));
        await Cache(provider).SetAsync("k", "v", new CacheEntryOptions { TimeToLive = TimeSpan.FromSeconds(10) });
        time.Advance(TimeSpan.FromSeconds(9));
        (await Cache(provider).TryGetAsync<string>("k")).Value.Should().Be("v");
        time.Advance(TimeSpan.FromSeconds(1));
        (await Cache(provider).TryGetAsync<string>("k")).HasValue.Should().BeFalse();
        Memory(provider).Count.Should().Be(0);
    }

    [Fact]
    public async Task Host_ByItsOwnClock_DropsWhatIsNoLongerKept()
    {
        var clock = new HostClock();
        await using ServiceProvider provider = Build(o => o.Clock = clock, cache: static o => o.PlainKeys.StaleFor = TimeSpan.FromSeconds(20));
        await Cache(provider).SetAsync("k", "v", new CacheEntryOptions { TimeToLive = TimeSpan.FromSeconds(10) });
        clock.Advance(29);
        Memory(provider).Compact(0);
        Memory(provider).Count.Should().Be(1, "it is kept for after its life");
        clock.Advance(2);
        Memory(provider).Compact(0);
        Memory(provider).Count.Should().Be(0);
        await FreshNode.EventuallyAsync(() => Task.FromResult(Inner(provider).Local.Count == 0), "what the host says of an entry is heard");
    }

    [Fact]
    public async Task Sliding_Used_StaysInBothAndUnusedLeavesBoth()
    {
        var clock = new HostClock();
        var time = new FakeTimeProvider();
        await using ServiceProvider provider = Build(o => o.Clock = clock, services: s => s.AddSingleton<TimeProvider>(time));
        await Cache(provider).SetAsync("k", "v", new CacheEntryOptions { TimeToLive = TimeSpan.FromSeconds(100), SlidingExpiration = TimeSpan.FromSeconds(10) });
        for (int i = 0; i < 10; i++)
        {
            Advance(9);
            (await Cache(provider).TryGetAsync<string>("k")).Value.Should().Be("v");
        }

        Advance(11);
        Memory(provider).Compact(0);
        Memory(provider).Count.Should().Be(0);
        (await Cache(provider).TryGetAsync<string>("k")).HasValue.Should().BeFalse();

        void Advance(int seconds)
        {
            clock.Advance(seconds);
            time.Advance(TimeSpan.FromSeconds(seconds));
        }
    }

    [Fact]
    public async Task Host_Disposed_CallersGoOnWithoutLocalCopies()
    {
        await using ServiceProvider provider = Build();
        ITieredCache cache = Cache(provider);
        await cache.SetAsync("k", "v");
        Memory(provider).Dispose();

        (await cache.TryGetAsync<string>("k")).HasValue.Should().BeFalse();
        (await cache.GetOrCreateAsync("k", static (_, _) => ValueTask.FromResult("made"))).Should().Be("made");
        await cache.SetAsync("k", "v");
        await cache.RemoveAsync("k");
        await cache.ClearAsync();
        Inner(provider).Local.Count.Should().Be(0);
    }

    [Fact]
    public async Task Cache_Disposed_LeavesNothingInAMemoryThatLivesOn()
    {
        using var memory = new MemoryCache(new MemoryCacheOptions());
        ServiceProvider provider = Build(services: s => s.AddSingleton<IMemoryCache>(memory));
        await Cache(provider).SetAsync("k", "v");
        memory.Set("host's", 1);
        memory.Count.Should().Be(2);
        await provider.DisposeAsync();
        memory.Count.Should().Be(1);
    }

    [Fact]
    public async Task NamedCaches_InOneMemory_AreStillSeparate()
    {
        await using ServiceProvider provider = Build(services: static s => s.AddTieredCache("drafts").UseMemoryCache().AsHybridCache());
        await Cache(provider).SetAsync("k", "unnamed");
        await provider.GetRequiredKeyedService<ITieredCache>("drafts").SetAsync("k", "draft");
        await provider.GetRequiredKeyedService<HybridCache>("drafts").SetAsync("k", "hybrid");
        Memory(provider).Count.Should().Be(3);
        await provider.GetRequiredKeyedService<ITieredCache>("drafts").RemoveAsync("k");
        (await Cache(provider).TryGetAsync<string>("k")).Value.Should().Be("unnamed");
        (await provider.GetRequiredKeyedService<HybridCache>("drafts").GetOrCreateAsync("k", static _ => ValueTask.FromResult("made"))).Should().Be("hybrid");
    }

    [Fact]
    public async Task Start_WithoutAMemoryCache_SaysWhatToCall()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddTieredCache("drafts").UseMemoryCache();
        using IHost host = builder.Build();
        await host.Awaiting(static h => h.StartAsync()).Should().ThrowAsync<InvalidOperationException>().WithMessage("UseMemoryCache*the cache 'drafts'*services.AddMemoryCache()*");
    }

    [Fact]
    public void Size_OfNoKnownKind_IsRefused() =>
        new ServiceCollection().AddTieredCache().Invoking(static b => b.UseMemoryCache((MemoryCacheEntrySize)7)).Should().Throw<ArgumentOutOfRangeException>();

    private static ServiceProvider Build(
        Action<MemoryCacheOptions>? memory = null, Action<TieredCacheBuilder>? builder = null, Action<TieredCacheOptions>? cache = null, Action<IServiceCollection>? services = null)
    {
        var collection = new ServiceCollection();
        services?.Invoke(collection);
        collection.AddMemoryCache(memory ?? (static _ => { }));
        TieredCacheBuilder added = collection.AddTieredCache(cache).UseMemoryCache();
        builder?.Invoke(added);
        return collection.BuildServiceProvider();
    }

    private static MemoryCache Memory(IServiceProvider provider) => (MemoryCache)provider.GetRequiredService<IMemoryCache>();

    private static ITieredCache Cache(IServiceProvider provider) => provider.GetRequiredService<ITieredCache>();

    private static TieredCache Inner(IServiceProvider provider) => provider.GetRequiredService<TieredCache>();

    private sealed class HostClock : ISystemClock
    {
        public DateTimeOffset UtcNow { get; private set; } = new(2031, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public void Advance(int seconds) => UtcNow += TimeSpan.FromSeconds(seconds);
    }
}
