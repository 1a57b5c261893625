using FluentAssertions;

namespace CodeGen.Runtime.Contracts.Invalidation;

/// <summary>A factory that ends after a newer value was stored.</summary>
internal static class I11_SlowWriters
{
    [ContractCase("set on another node meanwhile: the value that was set stays", NeedsServer = true)]
    public static async Task SetElsewhere(Rig rig)
    {
        CacheNode slow = await rig.NodeAsync();
        CacheNode other = await rig.NodeAsync();
        var calls = new Calls();
        Task<string> making = slow.GetHeldAsync("k", calls);
        await calls.StartedAsync();
        await other.SetAsync("k", "set");
        calls.Release();
        await making;
        await InvalidationSteps.PassAsync(TimeSpan.FromMilliseconds(300));
        CacheNode fresh = await rig.NodeAsync();
        (await fresh.TryGetAsync("k")).Should().Be("set");
    }

    [ContractCase("made on another node meanwhile: every node ends with one value", NeedsServer = true)]
    public static async Task MadeElsewhere(Rig rig)
    {
        CacheNode slow = await rig.NodeAsync();
        CacheNode other = await rig.NodeAsync();
        var calls = new Calls();
        Task<string> making = slow.GetHeldAsync("k", calls);
        await calls.StartedAsync();
        await other.GetOrCreateAsync("k", _ => Task.FromResult("newer"));
        await InvalidationSteps.PassAsync(TimeSpan.FromMilliseconds(300));
        calls.Release();
        await making;
        await InvalidationSteps.PassAsync(TimeSpan.FromMilliseconds(300));
        CacheNode fresh = await rig.NodeAsync();
        (await fresh.TryGetAsync("k")).Should().Be("newer", "the slow value was begun earlier");
    }
}
