namespace CodeGen.Runtime.Contracts.Invalidation;

/// <summary>Nodes that are cut off while others invalidate.</summary>
internal static class I07_CutOffNodes
{
    [ContractCase("connections cut: it serves nothing stale once the bound has passed", NeedsServer = true)]
    public static async Task WhileCutOff(Rig rig)
    {
        (CacheNode first, CacheNode second) = await WarmAsync(rig);
        second.Proxy.Sever();
        await first.RemoveAsync("k");
        await second.NoLongerServesAsync("k", "before");
    }

    [ContractCase("bytes swallowed: it serves nothing stale once the bound has passed", NeedsServer = true)]
    public static async Task WhileSwallowed(Rig rig)
    {
        (CacheNode first, CacheNode second) = await WarmAsync(rig);
        second.Proxy.Blackhole();
        await first.RemoveAsync("k");
        await second.NoLongerServesAsync("k", "before");
    }

    [ContractCase("reconnected: it has caught up with a removed key", NeedsServer = true)]
    public static Task CatchesUpKey(Rig rig) => CatchesUpAsync(rig, node => node.RemoveAsync("k"));

    [ContractCase("reconnected: it has caught up with a removed tag", NeedsServer = true)]
    public static Task CatchesUpTag(Rig rig) => CatchesUpAsync(rig, node => node.RemoveByTagAsync("red"));

    [ContractCase("reconnected: it hears of what comes then", NeedsServer = true)]
    public static async Task HearsAgain(Rig rig)
    {
        (CacheNode first, CacheNode second) = await WarmAsync(rig);
        second.Proxy.Sever();
        await InvalidationSteps.PassAsync(TimeSpan.FromSeconds(3));
        second.Proxy.Restore();
        await InvalidationSteps.PassAsync(TimeSpan.FromSeconds(8));
        await first.SetAsync("k2", "before");
        await new[] { second }.HoldAsync("k2", "before");
        await first.RemoveAsync("k2");
        await second.NoLongerServesAsync("k2", "before");
    }

    private static async Task CatchesUpAsync(Rig rig, Func<CacheNode, Task> invalidate)
    {
        (CacheNode first, CacheNode second) = await WarmAsync(rig);
        second.Proxy.Sever();
        await InvalidationSteps.PassAsync(TimeSpan.FromMilliseconds(500));
        await invalidate(first);
        second.Proxy.Restore();
        await second.NoLongerServesAsync("k", "before");
    }

    private static async Task<(CacheNode First, CacheNode Second)> WarmAsync(Rig rig)
    {
        CacheNode first = await rig.NodeAsync();
        CacheNode second = await rig.NodeAsync();
        await first.SetAsync("k", "before", "red");
        await new[] { first, second }.HoldAsync("k", "before");
        return (first, second);
    }
}
