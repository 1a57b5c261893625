using System.Collections.Concurrent;
using CodeGen.Runtime.Caching;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Joints;

/// <summary>What the cache tells of its keys: above all why a value was not there, long after it has left.</summary>
public sealed class CacheAccessTests
{
    private static readonly string s_long = new('x', 200);
    private readonly JumpingTime _time = new(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));
    private readonly Recorded _recorded = new();

    [Fact]
    public async Task Get_Again_IsTold()
    {
        using IHost host = await StartAsync();
        ITieredCache cache = host.Services.GetRequiredService<ITieredCache>();
        await GetAsync(cache, "a");
        await GetAsync(cache, "a");
        (await cache.TryGetAsync<string>("a")).HasValue.Should().BeTrue();

        _recorded.Kinds.Should().Equal(CacheAccessKind.Miss, CacheAccessKind.Stored, CacheAccessKind.Hit, CacheAccessKind.Hit);
        CacheAccess stored = _recorded.All[1];
        (stored.Cost, stored.Life, stored.IsLifeOwn, stored.IsShared, stored.Region.Name).Should().Be((0.03m, TimeSpan.FromHours(1), false, false, "default"));
        _recorded.All.Select(static access => access.KeyHash).Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task Get_AfterItsLife_IsExpiredOnceAndForAll()
    {
        using IHost host = await StartAsync();
        ITieredCache cache = host.Services.GetRequiredService<ITieredCache>();
        await GetAsync(cache, "a");
        _time.Jump(TimeSpan.FromHours(2));
        await cache.TryGetAsync<string>("a");
        await GetAsync(cache, "a");

        _recorded.Kinds.Should().Equal(CacheAccessKind.Miss, CacheAccessKind.Stored, CacheAccessKind.MissExpired, CacheAccessKind.MissExpired, CacheAccessKind.Stored);
    }

    [Fact]
    public async Task Get_AfterItMadeRoom_IsEvicted()
    {
        using IHost host = await StartAsync(maxEntries: 1);
        ITieredCache cache = host.Services.GetRequiredService<ITieredCache>();
        await GetAsync(cache, "a");
        await GetAsync(cache, "b");
        _recorded.Clear();
        await GetAsync(cache, "a");

        _recorded.Kinds.Should().Equal(CacheAccessKind.MissEvicted, CacheAccessKind.Stored);
    }

    [Theory]
    [InlineData("key")]
    [InlineData("tag")]
    [InlineData("region")]
    [InlineData("pattern")]
    [InlineData("all")]
    public async Task Get_AfterItMadeRoomAndWasInvalidated_IsAMiss(string what)
    {
        foreach (string key in new[] { "a", s_long })
        {
            using IHost host = await StartAsync(maxEntries: 1);
            ITieredCache cache = host.Services.GetRequiredService<ITieredCache>();
            await GetAsync(cache, key);
            await GetAsync(cache, "b");
            await (what switch
            {
                "key" => cache.RemoveAsync(key),
                "tag" => cache.InvalidateTagAsync("model"),
                "region" => cache.InvalidateAsync(CacheScope.Region("default")),
                "pattern" => cache.InvalidateAsync(CachePattern.Parse(key[..1] + "*")),
                _ => cache.ClearAsync(),
            });

            // Its life is not over.
            _time.Jump(TimeSpan.FromMinutes(40));
            _recorded.Clear();
            await GetAsync(cache, key);

            _recorded.Kinds.Should().Equal(CacheAccessKind.Miss, CacheAccessKind.Stored);
        }
    }

    [Fact]
    public async Task Get_LifeOfTheFactoryOrTheCall_IsItsOwn()
    {
        using IHost host = await StartAsync();
        ITieredCache cache = host.Services.GetRequiredService<ITieredCache>();
        await cache.GetOrCreateAsync("a", static (context, _) => ValueTask.FromResult($"{context.TimeToLive = TimeSpan.FromMinutes(5)}"));
        await cache.SetAsync("b", "value", new CacheEntryOptions { TimeToLive = TimeSpan.FromMinutes(5) });
        await cache.SetAsync("c", "value");

        _recorded.All.Where(static access => access.Kind == CacheAccessKind.Stored).Select(static access => access.IsLifeOwn).Should().Equal(true, true, false);
    }

    [Fact]
    public async Task Get_KeyThatIsNotSampled_IsNotTold()
    {
        _recorded.Samples = false;
        using IHost host = await StartAsync();
        ITieredCache cache = host.Services.GetRequiredService<ITieredCache>();
        await GetAsync(cache, "a");
        await GetAsync(cache, "a");

        _recorded.All.Should().BeEmpty();
    }

    private static async Task GetAsync(ITieredCache cache, string key) => await cache.GetOrCreateAsync(key, static (context, _) =>
    {
        context.Cost = 0.03m;
        context.Tags.Add("model");
        return ValueTask.FromResult("code");
    });

    private async Task<IHost> StartAsync(int maxEntries = 100)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddSingleton<ICacheAccesses>(_recorded);
        builder.Services.AddTieredCache(o => o.MaxEntries = maxEntries);
        IHost host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private sealed class Recorded : ICacheAccesses, ICacheAccessListener
    {
        private readonly ConcurrentQueue<CacheAccess> _all = new();

        public bool Samples { get; set; } = true;

        public CacheAccess[] All => [.. _all];

        public IEnumerable<CacheAccessKind> Kinds => _all.Select(static access => access.Kind);

        public ICacheAccessListener Listen(CacheInstance instance, TieredCacheOptions options) => this;

        public bool IsSampled(ulong keyHash) => Samples;

        public void Accessed(in CacheAccess access) => _all.Enqueue(access);

        public void Clear() => _all.Clear();
    }
}
