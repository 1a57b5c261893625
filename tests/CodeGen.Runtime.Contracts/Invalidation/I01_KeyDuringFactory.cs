using CodeGen.Runtime.TestKit;
using FluentAssertions;

namespace CodeGen.Runtime.Contracts.Invalidation;

/// <summary>A key that is invalidated while its value is made.</summary>
internal static class I01_KeyDuringFactory
{
    [ContractCase("removed on the same node: the value is not kept", NeedsServer = true)]
    public static async Task Removed(Rig rig)
    {
        CacheNode node = await rig.NodeAsync();
        var calls = new Calls();
        Task<string> making = node.GetHeldAsync("k", calls);
        await calls.StartedAsync();
        await node.RemoveAsync("k");
        calls.Release();
        (await making).Should().Be("made 1", "who asked before has it");
        await node.ServesNotAsync("k", "made 1", "the key was removed after the value was begun");
    }

    [ContractCase("removed on another node: the value is not kept", NeedsServer = true)]
    public static async Task RemovedElsewhere(Rig rig)
    {
        CacheNode node = await rig.NodeAsync();
        CacheNode other = await rig.NodeAsync();
        var calls = new Calls();
        Task<string> making = node.GetHeldAsync("k", calls);
        await calls.StartedAsync();
        await other.RemoveAsync("k");
        await node.HearAsync(other);
        calls.Release();
        await making;
        await node.ServesNotAsync("k", "made 1", "the key was removed after the value was begun");
        await other.ServesNotAsync("k", "made 1", "the key was removed after the value was begun");
    }

    [ContractCase("set on the same node: the value that was set stays", NeedsServer = true)]
    public static async Task Set(Rig rig)
    {
        CacheNode node = await rig.NodeAsync();
        var calls = new Calls();
        Task<string> making = node.GetHeldAsync("k", calls);
        await calls.StartedAsync();
        await node.SetAsync("k", "set");
        calls.Release();
        await making;
        (await node.TryGetAsync("k")).Should().Be("set");
    }

    [ContractCase("everything cleared on the same node: the value is not kept", NeedsServer = true)]
    public static async Task Cleared(Rig rig)
    {
        CacheNode node = await rig.NodeAsync();
        var calls = new Calls();
        Task<string> making = node.GetHeldAsync("k", calls);
        await calls.StartedAsync();
        await node.ClearAsync();
        calls.Release();
        await making;
        await node.ServesNotAsync("k", "made 1", "everything was cleared after the value was begun");
    }

    [ContractCase("a caller who comes after the removal has a value made after it", NeedsServer = true)]
    public static async Task LaterCaller(Rig rig)
    {
        CacheNode node = await rig.NodeAsync();
        var calls = new Calls();
        Task<string> making = node.GetHeldAsync("k", calls);
        await calls.StartedAsync();
        await node.RemoveAsync("k");
        var later = new Calls();
        Task<string> asking = node.GetOrCreateAsync("k", _ => Task.FromResult("later " + later.Next()));
        try
        {
            await WaitUntil.Async(() => later.Count > 0, TimeSpan.FromSeconds(5), "the later caller's factory has begun");
        }
        finally
        {
            calls.Release();
        }

        (await asking).Should().Be("later made 1");
        await making;
        (await node.TryGetAsync("k")).Should().Be("later made 1");
    }
}
