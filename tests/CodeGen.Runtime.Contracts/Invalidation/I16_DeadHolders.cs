using CodeGen.Runtime.TestKit;
using FluentAssertions;

namespace CodeGen.Runtime.Contracts.Invalidation;

/// <summary>One node at a time makes a value, and that node may die.</summary>
internal static class I16_DeadHolders
{
    private static readonly NodeSettings s_acrossNodes = new() { AcrossNodes = true };

    [ContractCase("two nodes that ask at once: one makes the value", NeedsServer = true)]
    public static async Task OneMakes(Rig rig)
    {
        CacheNode first = await rig.NodeAsync(s_acrossNodes);
        CacheNode second = await rig.NodeAsync(s_acrossNodes);
        var calls = new Calls();
        Task<string> making = first.GetHeldAsync("k", calls);
        await calls.StartedAsync();
        Task<string> waiting = second.GetHeldAsync("k", calls);
        await InvalidationSteps.PassAsync(TimeSpan.FromSeconds(1));
        calls.Release();
        (await making).Should().Be("made 1");
        (await waiting).Should().Be("made 1");
        calls.Count.Should().Be(1);
    }

    [ContractCase("the node that makes it is gone: another takes over", NeedsServer = true)]
    public static async Task TakenOver(Rig rig)
    {
        CacheNode first = await rig.NodeAsync(s_acrossNodes);
        CacheNode second = await rig.NodeAsync(s_acrossNodes);
        var dead = new Calls();
        Task<string> never = first.GetHeldAsync("k", dead);
        await dead.StartedAsync();
        first.Proxy.Sever();
        (await second.GetAsync("k", new Calls()).WaitAsync(TimeSpan.FromSeconds(60))).Should().Be("made 1");
        dead.Release();
        await never;
    }

    [ContractCase("the node that was taken for dead ends late: its value replaces nothing", NeedsServer = true)]
    public static async Task LateWrite(Rig rig)
    {
        CacheNode first = await rig.NodeAsync(s_acrossNodes);
        CacheNode second = await rig.NodeAsync(s_acrossNodes);
        var late = new Calls();
        Task<string> making = first.GetOrCreateAsync("k", async token => "late " + await late.HeldAsync(token));
        await late.StartedAsync();
        first.Proxy.Sever();
        (await second.GetAsync("k", new Calls()).WaitAsync(TimeSpan.FromSeconds(60))).Should().Be("made 1");
        first.Proxy.Restore();
        await InvalidationSteps.PassAsync(TimeSpan.FromSeconds(3));
        late.Release();
        await making;
        await InvalidationSteps.PassAsync(TimeSpan.FromSeconds(1));
        CacheNode fresh = await rig.NodeAsync();
        (await fresh.TryGetAsync("k")).Should().Be("made 1");
    }
}
