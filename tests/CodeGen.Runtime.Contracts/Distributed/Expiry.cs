using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Microsoft.Extensions.Caching.Distributed;
using static CodeGen.Runtime.Contracts.Distributed.DistributedSteps;

namespace CodeGen.Runtime.Contracts.Distributed;

/// <summary>Lives of values. The peers take no clock, so these wait, for what ends; what has to live on is used more often than it must be.</summary>
internal static class Expiry
{
    private static readonly TimeSpan s_short = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(2);

    [ContractCase("a life relative to now ends", NeedsServer = true)]
    public static async Task Relative(Rig rig)
    {
        IDistributedCache cache = await rig.DistributedNodeAsync();
        await cache.SetAsync("k", Value, For(s_short));
        await GoneAsync(cache);
    }

    [ContractCase("a life up to a moment ends", NeedsServer = true)]
    public static async Task Absolute(Rig rig)
    {
        IDistributedCache cache = await rig.DistributedNodeAsync();
        await cache.SetAsync("k", Value, new DistributedCacheEntryOptions { AbsoluteExpiration = DateTimeOffset.UtcNow + TimeSpan.FromSeconds(3) });
        (await cache.GetAsync("k")).Should().Equal(Value);
        await GoneAsync(cache);
    }

    [ContractCase("a value that nobody uses ends with its window", NeedsServer = true)]
    public static async Task SlidingEnds(Rig rig)
    {
        IDistributedCache cache = await rig.DistributedNodeAsync();
        await cache.SetAsync("k", Value, Sliding(s_short));

        // Each look would be a use, so there is one, after the window.
        await PassAsync(s_short + TimeSpan.FromMilliseconds(250));
        (await cache.GetAsync("k")).Should().BeNull();
    }

    [ContractCase("a value that is got lives on beyond its window", NeedsServer = true)]
    public static async Task SlidingByGet(Rig rig)
    {
        IDistributedCache cache = await rig.DistributedNodeAsync();
        await cache.SetAsync("k", Value, Sliding(s_window));
        for (int i = 0; i < 8; i++)
        {
            await PassAsync(s_window / 4);
            (await cache.GetAsync("k")).Should().Equal(Value, "it was used at {0} quarters of its window", i);
        }
    }

    [ContractCase("a value that is refreshed lives on beyond its window", NeedsServer = true)]
    public static async Task SlidingByRefresh(Rig rig)
    {
        IDistributedCache cache = await rig.DistributedNodeAsync();
        await cache.SetAsync("k", Value, Sliding(s_window));
        for (int i = 0; i < 8; i++)
        {
            await PassAsync(s_window / 4);
            await cache.RefreshAsync("k");
        }

        (await cache.GetAsync("k")).Should().Equal(Value);
    }

    [ContractCase("use does not carry a value beyond its absolute life", NeedsServer = true)]
    public static async Task SlidingIsBounded(Rig rig)
    {
        IDistributedCache cache = await rig.DistributedNodeAsync();
        await cache.SetAsync("k", Value, new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = TimeSpan.FromSeconds(3), SlidingExpiration = TimeSpan.FromSeconds(2) });
        await GoneAsync(cache);
    }

    [ContractCase("refreshing what is not there is no error and makes nothing", NeedsServer = true)]
    public static async Task RefreshUnknown(Rig rig)
    {
        IDistributedCache cache = await rig.DistributedNodeAsync();
        await cache.RefreshAsync("k");
        (await cache.GetAsync("k")).Should().BeNull();
    }

    [ContractCase("a value ends on every node at once", NeedsServer = true)]
    public static async Task EndsEverywhere(Rig rig)
    {
        (IDistributedCache first, IDistributedCache second) = await rig.DistributedNodesAsync();
        var life = TimeSpan.FromSeconds(2);
        DateTime set = DateTime.UtcNow;
        await first.SetAsync("k", Value, For(life));
        await WaitUntil.Async(() => DateTime.UtcNow - set > life / 2, Rig.Patience);
        (await second.GetAsync("k")).Should().Equal(Value);
        await WaitUntil.Async(() => DateTime.UtcNow - set > life + TimeSpan.FromMilliseconds(250), Rig.Patience);
        (await first.GetAsync("k")).Should().BeNull();
        (await second.GetAsync("k")).Should().BeNull();
    }

    [ContractCase("use on one node keeps a value alive for the other", NeedsServer = true)]
    public static async Task UsedElsewhere(Rig rig)
    {
        (IDistributedCache first, IDistributedCache second) = await rig.DistributedNodesAsync();
        await first.SetAsync("k", Value, Sliding(s_window));
        for (int i = 0; i < 8; i++)
        {
            await PassAsync(s_window / 4);
            (await second.GetAsync("k")).Should().Equal(Value);
        }

        (await first.GetAsync("k")).Should().Equal(Value);
    }

    private static Task GoneAsync(IDistributedCache cache) => WaitUntil.Async(async () => await cache.GetAsync("k") is null, Rig.Patience, "the value is gone");

    private static Task PassAsync(TimeSpan time)
    {
        DateTime start = DateTime.UtcNow;
        return WaitUntil.Async(() => DateTime.UtcNow - start >= time, Rig.Patience);
    }
}
