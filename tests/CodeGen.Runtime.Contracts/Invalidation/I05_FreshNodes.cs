namespace CodeGen.Runtime.Contracts.Invalidation;

/// <summary>Nodes that start after the invalidation.</summary>
internal static class I05_FreshNodes
{
    [ContractCase("a key removed before", NeedsServer = true)]
    public static Task Removed(Rig rig) => FreshAsync(rig, node => node.RemoveAsync("k"));

    [ContractCase("a tag removed before", NeedsServer = true)]
    public static Task Tag(Rig rig) => FreshAsync(rig, node => node.RemoveByTagAsync("red"));

    [ContractCase("everything cleared before", NeedsServer = true)]
    public static Task Cleared(Rig rig) => FreshAsync(rig, node => node.ClearAsync());

    [ContractCase("twenty nodes that start and ask at once, a tag removed before", NeedsServer = true)]
    public static async Task Many(Rig rig)
    {
        CacheNode first = await rig.NodeAsync();
        await first.SetAsync("k", "before", "red");
        await first.RemoveByTagAsync("red");
        for (int i = 0; i < 20; i++)
        {
            CacheNode fresh = await rig.NodeAsync();
            var calls = new Calls();
            string value = await fresh.GetAsync("k", calls, "red");
            FluentAssertions.AssertionExtensions.Should(value).NotBe("before", "node {0} started after the removal", i);
            await first.RemoveByTagAsync("red");
            await first.SetAsync("k", "before", "red");
            await first.RemoveByTagAsync("red");
        }
    }

    private static async Task FreshAsync(Rig rig, Func<CacheNode, Task> invalidate)
    {
        CacheNode first = await rig.NodeAsync();
        await first.SetAsync("k", "before", "red");
        await invalidate(first);
        CacheNode fresh = await rig.NodeAsync();
        await fresh.ServesNotAsync("k", "before", "it was invalidated before this node started");
    }
}
