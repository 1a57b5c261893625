using FluentAssertions;
using Microsoft.Extensions.Caching.Hybrid;

namespace CodeGen.Runtime.Contracts.Hybrid;

/// <summary><see cref="HybridCacheEntryFlags"/>.</summary>
internal static class Flags
{
    [ContractCase("DisableLocalCacheWrite keeps a value out of local memory")]
    public static async Task NoLocalWrite(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        var calls = new Calls();
        await cache.GetAsync("k", calls, With(HybridCacheEntryFlags.DisableLocalCacheWrite));
        (await cache.GetAsync("k", calls)).Should().Be("made 2");
    }

    [ContractCase("DisableLocalCacheRead passes local memory by")]
    public static async Task NoLocalRead(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        var calls = new Calls();
        await cache.GetAsync("k", calls);
        (await cache.GetAsync("k", calls, With(HybridCacheEntryFlags.DisableLocalCacheRead))).Should().Be("made 2");
    }

    [ContractCase("DisableDistributedCacheWrite keeps a value in its process", NeedsServer = true)]
    public static async Task NoSharedWrite(Rig rig)
    {
        HybridCache first = await rig.HybridNodeAsync();
        HybridCache second = await rig.HybridNodeAsync();
        var calls = new Calls();
        await first.GetAsync("k", calls, With(HybridCacheEntryFlags.DisableDistributedCacheWrite));
        (await first.GetAsync("k", calls)).Should().Be("made 1");
        (await second.GetAsync("k", calls)).Should().Be("made 2");
    }

    [ContractCase("DisableDistributedCacheWrite holds for Set", NeedsServer = true)]
    public static async Task NoSharedWriteOfSet(Rig rig)
    {
        HybridCache first = await rig.HybridNodeAsync();
        HybridCache second = await rig.HybridNodeAsync();
        await first.SetAsync("k", "value", With(HybridCacheEntryFlags.DisableDistributedCacheWrite));
        (await first.LookAsync<string>("k")).Should().Be("value");
        (await second.LookAsync<string>("k")).Should().BeNull();
    }

    [ContractCase("DisableDistributedCacheRead passes the second tier by", NeedsServer = true)]
    public static async Task NoSharedRead(Rig rig)
    {
        HybridCache first = await rig.HybridNodeAsync();
        HybridCache second = await rig.HybridNodeAsync();
        await first.SetAsync("k", "value");
        (await second.GetAsync("k", new Calls(), With(HybridCacheEntryFlags.DisableDistributedCacheRead))).Should().Be("made 1");
    }

    [ContractCase("both caches disabled: the factory runs each time", NeedsServer = true)]
    public static async Task NoCache(Rig rig)
    {
        HybridCache cache = await rig.HybridNodeAsync();
        var calls = new Calls();
        HybridCacheEntryOptions none = With(HybridCacheEntryFlags.DisableLocalCache | HybridCacheEntryFlags.DisableDistributedCache);
        await cache.GetAsync("k", calls, none);
        (await cache.GetAsync("k", calls, none)).Should().Be("made 2");
        (await cache.GetAsync("k", calls)).Should().Be("made 3");
    }

    [ContractCase("DisableUnderlyingData finds what the second tier holds", NeedsServer = true)]
    public static async Task LookInSecondTier(Rig rig)
    {
        HybridCache first = await rig.HybridNodeAsync();
        HybridCache second = await rig.HybridNodeAsync();
        await first.SetAsync("k", "value");
        (await second.LookAsync<string>("k")).Should().Be("value");
    }

    private static HybridCacheEntryOptions With(HybridCacheEntryFlags flags) => new() { Flags = flags };
}
