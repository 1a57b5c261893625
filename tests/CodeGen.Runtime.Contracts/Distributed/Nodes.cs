using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Microsoft.Extensions.Caching.Distributed;
using static CodeGen.Runtime.Contracts.Distributed.DistributedSteps;

namespace CodeGen.Runtime.Contracts.Distributed;

/// <summary>What one node does, seen from another.</summary>
internal static class Nodes
{
    [ContractCase("what one node sets another finds", NeedsServer = true)]
    public static async Task Set(Rig rig)
    {
        (IDistributedCache first, IDistributedCache second) = await rig.DistributedNodesAsync();
        await first.SetAsync("k", Value);
        (await second.GetAsync("k")).Should().Equal(Value);
    }

    [ContractCase("what one node replaces another, which has read it, no longer finds", NeedsServer = true)]
    public static async Task Replace(Rig rig)
    {
        (IDistributedCache first, IDistributedCache second) = await rig.DistributedNodesAsync();
        await first.SetAsync("k", Value);
        await second.GetAsync("k");
        await first.SetAsync("k", [9]);
        await WaitUntil.Async(async () => await second.GetAsync("k") is [9], Rig.Patience);
    }

    [ContractCase("what one node removes another, which has read it, no longer finds", NeedsServer = true)]
    public static async Task Remove(Rig rig)
    {
        (IDistributedCache first, IDistributedCache second) = await rig.DistributedNodesAsync();
        await first.SetAsync("k", Value);
        await second.GetAsync("k");
        await first.RemoveAsync("k");
        await WaitUntil.Async(async () => await second.GetAsync("k") is null, Rig.Patience);
    }

    [ContractCase("a node that starts later finds what was set", NeedsServer = true)]
    public static async Task Later(Rig rig)
    {
        (IDistributedCache first, _) = await rig.DistributedNodesAsync();
        await first.SetAsync("k", Value);
        IDistributedCache later = await rig.DistributedNodeAsync();
        (await later.GetAsync("k")).Should().Equal(Value);
    }
}
