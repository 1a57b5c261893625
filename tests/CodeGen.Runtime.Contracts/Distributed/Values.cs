using FluentAssertions;
using Microsoft.Extensions.Caching.Distributed;
using static CodeGen.Runtime.Contracts.Distributed.DistributedSteps;

namespace CodeGen.Runtime.Contracts.Distributed;

/// <summary>What is stored and what comes back.</summary>
internal static class Values
{
    [ContractCase("what is set is found", NeedsServer = true)]
    public static async Task Set(Rig rig)
    {
        IDistributedCache cache = await rig.DistributedNodeAsync();
        await cache.SetAsync("k", Value);
        (await cache.GetAsync("k")).Should().Equal(Value);
    }

    [ContractCase("what was not set is null", NeedsServer = true)]
    public static async Task Unknown(Rig rig)
    {
        IDistributedCache cache = await rig.DistributedNodeAsync();
        (await cache.GetAsync("k")).Should().BeNull();
        (await cache.GetStringAsync("k")).Should().BeNull();
    }

    [ContractCase("a later value replaces an earlier one", NeedsServer = true)]
    public static async Task Replace(Rig rig)
    {
        IDistributedCache cache = await rig.DistributedNodeAsync();
        await cache.SetAsync("k", Value);
        await cache.SetAsync("k", [9]);
        (await cache.GetAsync("k")).Should().Equal(9);
    }

    [ContractCase("a removed value is gone; removing nothing is no error", NeedsServer = true)]
    public static async Task Remove(Rig rig)
    {
        IDistributedCache cache = await rig.DistributedNodeAsync();
        await cache.SetAsync("k", Value);
        await cache.RemoveAsync("k");
        await cache.RemoveAsync("k");
        (await cache.GetAsync("k")).Should().BeNull();
    }

    [ContractCase("no bytes are a value", NeedsServer = true)]
    public static async Task Empty(Rig rig)
    {
        IDistributedCache cache = await rig.DistributedNodeAsync();
        await cache.SetAsync("k", []);
        (await cache.GetAsync("k")).Should().NotBeNull().And.BeEmpty();
    }

    [ContractCase("five megabytes come back as they were", NeedsServer = true)]
    public static async Task Large(Rig rig)
    {
        IDistributedCache cache = await rig.DistributedNodeAsync();
        var bytes = new byte[5 << 20];
        new Random(7).NextBytes(bytes);
        await cache.SetAsync("k", bytes);
        (await cache.GetAsync("k")).AsSpan().SequenceEqual(bytes).Should().BeTrue();
    }

    [ContractCase("keys hold any text and are case-sensitive", NeedsServer = true)]
    public static async Task Keys(Rig rig)
    {
        IDistributedCache cache = await rig.DistributedNodeAsync();
        string[] keys = ["k", "K", "a:b", "a b", "{x}", "ä中😀", "\"q\"", "*", new string('k', 1_000)];
        for (int i = 0; i < keys.Length; i++)
        {
            await cache.SetAsync(keys[i], [(byte)i]);
        }

        for (int i = 0; i < keys.Length; i++)
        {
            (await cache.GetAsync(keys[i])).Should().Equal([(byte)i], "it was set under {0}", keys[i]);
        }
    }

    [ContractCase("texts are values", NeedsServer = true)]
    public static async Task Texts(Rig rig)
    {
        IDistributedCache cache = await rig.DistributedNodeAsync();
        await cache.SetStringAsync("k", "ä中😀");
        (await cache.GetStringAsync("k")).Should().Be("ä中😀");
        cache.GetString("k").Should().Be("ä中😀");
    }

    [ContractCase("the synchronous methods do the same", NeedsServer = true)]
    public static async Task Synchronous(Rig rig)
    {
        IDistributedCache cache = await rig.DistributedNodeAsync();
        cache.Set("k", Value, For(TimeSpan.FromMinutes(1)));
        cache.Get("k").Should().Equal(Value);
        cache.Refresh("k");
        cache.Remove("k");
        cache.Get("k").Should().BeNull();
    }

    [ContractCase("what the caller changes after Set, or in what it got, is not in the cache", NeedsServer = true)]
    public static async Task Copies(Rig rig)
    {
        IDistributedCache cache = await rig.DistributedNodeAsync();
        byte[] mine = [1, 2, 3];
        await cache.SetAsync("k", mine);
        mine[0] = 9;
        (await cache.GetAsync("k"))![1] = 9;
        (await cache.GetAsync("k")).Should().Equal(Value);
    }

    [ContractCase("many callers at once do not mix up their values", NeedsServer = true)]
    public static async Task Concurrent(Rig rig)
    {
        IDistributedCache cache = await rig.DistributedNodeAsync();
        await Task.WhenAll(Enumerable.Range(0, 64).Select(async i =>
        {
            await cache.SetAsync($"k{i}", [(byte)i]);
            (await cache.GetAsync($"k{i}")).Should().Equal((byte)i);
        }));
    }
}
