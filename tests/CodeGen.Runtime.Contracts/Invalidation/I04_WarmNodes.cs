namespace CodeGen.Runtime.Contracts.Invalidation;

/// <summary>Nodes that hold the value in their memory.</summary>
internal static class I04_WarmNodes
{
    [ContractCase("a key removed elsewhere", NeedsServer = true)]
    public static Task Removed(Rig rig) => WarmAsync(rig, node => node.RemoveAsync("k"));

    [ContractCase("a key set elsewhere", NeedsServer = true)]
    public static Task Set(Rig rig) => WarmAsync(rig, node => node.SetAsync("k", "after"));

    [ContractCase("a tag removed elsewhere", NeedsServer = true)]
    public static Task Tag(Rig rig) => WarmAsync(rig, node => node.RemoveByTagAsync("red"));

    [ContractCase("everything cleared elsewhere", NeedsServer = true)]
    public static Task Cleared(Rig rig) => WarmAsync(rig, node => node.ClearAsync());

    [ContractCase("a prefix invalidated elsewhere", NeedsServer = true)]
    public static Task Prefix(Rig rig) => WarmAsync(rig, node => node.InvalidatePrefixAsync("k"));

    private static async Task WarmAsync(Rig rig, Func<CacheNode, Task> invalidate)
    {
        CacheNode first = await rig.NodeAsync();
        CacheNode second = await rig.NodeAsync();
        await first.SetAsync("k", "before", "red");
        await new[] { first, second }.HoldAsync("k", "before");
        await invalidate(first);
        await second.NoLongerServesAsync("k", "before");
        await first.ServesNotAsync("k", "before", "it was invalidated here");
    }
}
