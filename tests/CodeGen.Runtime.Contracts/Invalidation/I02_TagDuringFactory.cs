using FluentAssertions;

namespace CodeGen.Runtime.Contracts.Invalidation;

/// <summary>A tag that is invalidated while a value that has it is made.</summary>
internal static class I02_TagDuringFactory
{
    [ContractCase("on the same node: the value is not kept", NeedsServer = true)]
    public static async Task SameNode(Rig rig)
    {
        CacheNode node = await rig.NodeAsync();
        var calls = new Calls();
        Task<string> making = node.GetHeldAsync("k", calls, "red");
        await calls.StartedAsync();
        await node.RemoveByTagAsync("red");
        calls.Release();
        (await making).Should().Be("made 1");
        await node.ServesNotAsync("k", "made 1", "its tag was removed after the value was begun");
    }

    [ContractCase("on another node: the value is not kept", NeedsServer = true)]
    public static async Task OtherNode(Rig rig)
    {
        CacheNode node = await rig.NodeAsync();
        CacheNode other = await rig.NodeAsync();
        var calls = new Calls();
        Task<string> making = node.GetHeldAsync("k", calls, "red");
        await calls.StartedAsync();
        await other.RemoveByTagAsync("red");
        await node.HearAsync(other);
        calls.Release();
        await making;
        await node.ServesNotAsync("k", "made 1", "its tag was removed after the value was begun");
        CacheNode fresh = await rig.NodeAsync();
        await fresh.ServesNotAsync("k", "made 1", "its tag was removed after the value was begun");
    }

    [ContractCase("another tag: the value is kept", NeedsServer = true)]
    public static async Task OtherTag(Rig rig)
    {
        CacheNode node = await rig.NodeAsync();
        var calls = new Calls();
        Task<string> making = node.GetHeldAsync("k", calls, "red");
        await calls.StartedAsync();
        await node.RemoveByTagAsync("blue");
        calls.Release();
        await making;
        (await node.TryGetAsync("k")).Should().Be("made 1");
    }
}
