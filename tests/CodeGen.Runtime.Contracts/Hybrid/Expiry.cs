using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Microsoft.Extensions.Caching.Hybrid;

namespace CodeGen.Runtime.Contracts.Hybrid;

/// <summary>Lives of values. Not every subject takes a clock, so these wait, for what ends, and never for what must not end.</summary>
internal static class Expiry
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(300);

    [ContractCase("a made value ends with its expiration")]
    public static async Task Expiration(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        var options = new HybridCacheEntryOptions { Expiration = s_short };
        var calls = new Calls();
        await cache.GetAsync("k", calls, options);
        await cache.MadeAnewAsync("k", calls, options);
    }

    [ContractCase("a set value ends with its expiration")]
    public static async Task SetExpiration(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        await cache.SetAsync("k", "value", new HybridCacheEntryOptions { Expiration = s_short });
        await WaitUntil.Async(async () => await cache.LookAsync<string>("k") is null, Rig.Patience);
    }

    [ContractCase("a value whose local life is over comes from the second tier", NeedsServer = true)]
    public static async Task LocalExpiration(Rig rig)
    {
        HybridCache first = await rig.HybridNodeAsync();
        HybridCache second = await rig.HybridNodeAsync();
        var options = new HybridCacheEntryOptions { Expiration = TimeSpan.FromMinutes(5), LocalCacheExpiration = s_short };
        var calls = new Calls();
        await first.GetAsync("k", calls, options);
        await WaitUntil.Async(async () => await second.LookAsync<string>("k") == "made 1", Rig.Patience);

        // The other node changes the value where a node that keeps to its own memory would not see it.
        await second.SetAsync("k", "changed", options);
        await WaitUntil.Async(async () => await first.GetAsync("k", calls, options) == "changed", Rig.Patience);
        calls.Count.Should().Be(1);
    }

    [ContractCase("a copy on another node does not outlive the value", NeedsServer = true)]
    public static async Task CopiesEnd(Rig rig)
    {
        HybridCache first = await rig.HybridNodeAsync();
        HybridCache second = await rig.HybridNodeAsync();
        await second.LookAsync<string>("warm-up");
        var life = TimeSpan.FromSeconds(3);
        var options = new HybridCacheEntryOptions { Expiration = life };
        DateTime set = DateTime.UtcNow;
        await first.SetAsync("k", "value", options);

        // The copy is taken when half of the life is over, by a caller who would give it a whole one.
        await WaitUntil.Async(() => DateTime.UtcNow - set > life / 2, Rig.Patience);
        var calls = new Calls();
        (await second.GetAsync("k", calls, options)).Should().Be("value");
        await WaitUntil.Async(() => DateTime.UtcNow - set > life + TimeSpan.FromMilliseconds(250), Rig.Patience);
        (await second.GetAsync("k", calls, options)).Should().Be("made 1");
    }

    [ContractCase("a value without an expiration of its own has the cache's", NeedsServer = true)]
    public static async Task DefaultExpiration(Rig rig)
    {
        HybridCache cache = await rig.HybridNodeAsync();
        await cache.SetAsync("k", "value");
        RedisServerProcess server = await rig.ServerAsync();
        var lives = new List<long>();
        foreach (string? key in ((string?[])(await server.ExecuteAsync("KEYS", "*"))!)!)
        {
            lives.Add((long)await server.ExecuteAsync("PTTL", key!));
        }

        lives.Should().Contain(life => life > 1_000 && life <= 330_000, "the default of five minutes is set by the rig");
    }
}
