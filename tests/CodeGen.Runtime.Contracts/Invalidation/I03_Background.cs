using CodeGen.Runtime.TestKit;
using FluentAssertions;

namespace CodeGen.Runtime.Contracts.Invalidation;

/// <summary>Factories that go on without a caller.</summary>
internal static class I03_Background
{
    [ContractCase("removed during an eager refresh: its value is not kept", NeedsServer = true)]
    public static async Task EagerRefresh(Rig rig)
    {
        CacheNode node = await rig.NodeAsync(new NodeSettings { TimeToLive = TimeSpan.FromSeconds(60), EagerRefresh = 0.01 });
        Calls refresh = await RefreshAsync(node);
        await node.RemoveAsync("k");
        await EndsAndIsNotServedAsync(node, refresh);
    }

    [ContractCase("its tag removed during an eager refresh: its value is not kept", NeedsServer = true)]
    public static async Task EagerRefreshByTag(Rig rig)
    {
        CacheNode node = await rig.NodeAsync(new NodeSettings { TimeToLive = TimeSpan.FromSeconds(60), EagerRefresh = 0.01 });
        Calls refresh = await RefreshAsync(node);
        await node.RemoveByTagAsync("red");
        await EndsAndIsNotServedAsync(node, refresh);
    }

    [ContractCase("removed after a soft time-out: what the factory makes at last is not kept", NeedsServer = true)]
    public static async Task SoftTimeout(Rig rig)
    {
        CacheNode node = await rig.NodeAsync(new NodeSettings
        {
            TimeToLive = TimeSpan.FromMilliseconds(300),
            StaleFor = TimeSpan.FromMinutes(10),
            SoftTimeout = TimeSpan.FromMilliseconds(50),
        });
        await node.GetAsync("k", new Calls());
        var slow = new Calls();
        await WaitUntil.Async(
            async () =>
            {
                await node.GetHeldAsync("k", slow);
                return slow.Count > 0;
            },
            Rig.Patience,
            "the value is over and is made again");
        await node.RemoveAsync("k");
        await EndsAndIsNotServedAsync(node, slow);
    }

    private static async Task<Calls> RefreshAsync(CacheNode node)
    {
        await node.SetAsync("k", "first", "red");
        var refresh = new Calls();
        await WaitUntil.Async(
            async () =>
            {
                await node.GetHeldAsync("k", refresh, "red");
                return refresh.Count > 0;
            },
            Rig.Patience,
            "a refresh has begun");
        return refresh;
    }

    /// <summary>Whether it stores something after it has ended shows only after it had the time to.</summary>
    private static async Task EndsAndIsNotServedAsync(CacheNode node, Calls held)
    {
        held.Release();
        await InvalidationSteps.PassAsync(TimeSpan.FromMilliseconds(500));
        (await node.TryGetAsync("k")).Should().BeNull("all there was is from before the removal");
    }
}
