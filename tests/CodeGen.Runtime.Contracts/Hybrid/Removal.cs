using FluentAssertions;
using Microsoft.Extensions.Caching.Hybrid;

namespace CodeGen.Runtime.Contracts.Hybrid;

/// <summary>Removal by key.</summary>
internal static class Removal
{
    [ContractCase("a removed value is made again")]
    public static async Task Remove(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        var calls = new Calls();
        await cache.GetAsync("k", calls);
        await cache.RemoveAsync("k");
        (await cache.GetAsync("k", calls)).Should().Be("made 2");
    }

    [ContractCase("removing what is not there is no error")]
    public static async Task RemoveUnknown(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        await cache.RemoveAsync("k");
        (await cache.GetAsync("k", new Calls())).Should().Be("made 1");
    }

    [ContractCase("several keys are removed at once, and no other")]
    public static async Task RemoveMany(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        foreach (string key in new[] { "a", "b", "c" })
        {
            await cache.SetAsync(key, key);
        }

        await cache.RemoveAsync(["a", "b", "unknown"]);
        (await cache.LookAsync<string>("a")).Should().BeNull();
        (await cache.LookAsync<string>("b")).Should().BeNull();
        (await cache.LookAsync<string>("c")).Should().Be("c");
    }

    [ContractCase("a removed value is gone for a node that starts later", NeedsServer = true)]
    public static async Task RemoveFromServer(Rig rig)
    {
        HybridCache cache = await rig.HybridNodeAsync();
        await cache.SetAsync("k", "value");
        await cache.RemoveAsync("k");
        HybridCache other = await rig.HybridNodeAsync();
        (await other.LookAsync<string>("k")).Should().BeNull();
    }
}
