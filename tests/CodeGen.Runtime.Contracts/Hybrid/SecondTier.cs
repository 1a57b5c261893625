using CodeGen.Runtime.TestKit;
using CodeGen.Runtime.TestKit.Faults;
using FluentAssertions;
using Microsoft.Extensions.Caching.Hybrid;

namespace CodeGen.Runtime.Contracts.Hybrid;

/// <summary>The tier between nodes: what it is for, and that nobody sees it fail.</summary>
internal static class SecondTier
{
    [ContractCase("what one node made another does not make", NeedsServer = true)]
    public static async Task Shared(Rig rig)
    {
        HybridCache first = await rig.HybridNodeAsync();
        HybridCache second = await rig.HybridNodeAsync();
        var calls = new Calls();
        await first.GetAsync("k", calls);
        await WaitUntil.Async(async () => await second.LookAsync<string>("k") == "made 1", Rig.Patience);
        (await second.GetAsync("k", calls)).Should().Be("made 1");
        calls.Count.Should().Be(1);
    }

    [ContractCase("every type comes back from the second tier as it was", NeedsServer = true)]
    public static async Task Types(Rig rig)
    {
        HybridCache first = await rig.HybridNodeAsync();
        HybridCache second = await rig.HybridNodeAsync();
        var document = new MutableDocument { Name = "ä\"<>", Lines = ["1", ""] };
        byte[] bytes = [.. Enumerable.Range(0, 300_000).Select(i => (byte)i)];
        string text = string.Concat(Enumerable.Repeat("text ä😀\n", 20_000));
        await first.SetAsync("document", document);
        await first.SetAsync("bytes", bytes);
        await first.SetAsync("text", text);
        await first.SetAsync("number", 42L);
        await first.SetAsync("empty", "");
        (await second.LookAsync<MutableDocument>("document")).Should().BeEquivalentTo(document);
        (await second.LookAsync<byte[]>("bytes")).AsSpan().SequenceEqual(bytes).Should().BeTrue();
        (await second.LookAsync<string>("text") == text).Should().BeTrue();
        (await second.LookAsync<long>("number")).Should().Be(42);
        (await second.LookAsync<string>("empty")).Should().BeEmpty();
    }

    [ContractCase("a hit in local memory does not speak to the server", NeedsServer = true)]
    public static async Task QuietHits(Rig rig)
    {
        HybridCache cache = await rig.HybridNodeAsync();
        var calls = new Calls();
        await cache.GetAsync("k", calls);
        await cache.GetAsync("k", calls);
        RedisServerProcess server = await rig.ServerAsync();
        long before = await CommandCount.ReadAsync(server);
        for (int i = 0; i < 1_000; i++)
        {
            await cache.GetAsync("k", calls);
        }

        (await CommandCount.ReadAsync(server) - before).Should().BeLessThan(20, "a lease that is renewed meanwhile apart, a hit costs the server nothing");
    }

    [ContractCase("a miss that is stored costs the server a handful of commands", NeedsServer = true)]
    public static async Task ModestMisses(Rig rig)
    {
        HybridCache cache = await rig.HybridNodeAsync();
        var calls = new Calls();
        await cache.GetAsync("warm-up", calls);
        RedisServerProcess server = await rig.ServerAsync();
        long before = await CommandCount.ReadAsync(server);
        for (int i = 0; i < 100; i++)
        {
            await cache.GetAsync($"k{i}", calls);
        }

        (await CommandCount.ReadAsync(server) - before).Should().BeLessThan(100 * 8);
    }

    [ContractCase("a server that is away at the start costs callers nothing but the miss", NeedsServer = true)]
    public static async Task AwayAtStart(Rig rig)
    {
        (HybridCache cache, _) = await rig.ProxiedHybridAsync(severed: true);
        (await cache.GetAsync("k", new Calls()).WaitAsync(TimeSpan.FromSeconds(30))).Should().Be("made 1");
    }

    [ContractCase("a server that is away does not keep values from local memory", NeedsServer = true)]
    public static async Task AwayAndLocal(Rig rig)
    {
        (HybridCache cache, FaultProxy proxy) = await rig.ProxiedHybridAsync();
        proxy.Sever();
        var calls = new Calls();
        await cache.GetAsync("k", calls);
        (await cache.GetAsync("k", calls).WaitAsync(TimeSpan.FromSeconds(30))).Should().Be("made 1");
    }

    [ContractCase("a server that no longer answers does not hold callers for ever", NeedsServer = true)]
    public static async Task Stalls(Rig rig)
    {
        (HybridCache cache, FaultProxy proxy) = await rig.ProxiedHybridAsync();
        proxy.Blackhole();
        (await cache.GetAsync("k", new Calls()).WaitAsync(TimeSpan.FromSeconds(30))).Should().Be("made 1");
    }

    [ContractCase("Set with the server away throws nothing and counts here", NeedsServer = true)]
    public static async Task SetWhileAway(Rig rig)
    {
        (HybridCache cache, FaultProxy proxy) = await rig.ProxiedHybridAsync();
        proxy.Sever();
        await cache.SetAsync("k", "value").AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        (await cache.LookAsync<string>("k").WaitAsync(TimeSpan.FromSeconds(30))).Should().Be("value");
    }

    [ContractCase("Remove with the server away throws nothing and counts here", NeedsServer = true)]
    public static async Task RemoveWhileAway(Rig rig)
    {
        (HybridCache cache, FaultProxy proxy) = await rig.ProxiedHybridAsync();
        var calls = new Calls();
        await cache.GetAsync("k", calls);
        proxy.Sever();
        await cache.RemoveAsync("k").AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        (await cache.GetAsync("k", calls).WaitAsync(TimeSpan.FromSeconds(30))).Should().Be("made 2");
    }

    [ContractCase("RemoveByTag with the server away throws nothing and counts here", NeedsServer = true)]
    public static async Task RemoveByTagWhileAway(Rig rig)
    {
        (HybridCache cache, FaultProxy proxy) = await rig.ProxiedHybridAsync();
        var calls = new Calls();
        await cache.GetAsync("k", calls, null, "red");
        proxy.Sever();
        await cache.RemoveByTagAsync("red").AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        (await cache.GetAsync("k", calls, null, "red").WaitAsync(TimeSpan.FromSeconds(30))).Should().Be("made 2");
    }

    [ContractCase("when the server is back values are shared again", NeedsServer = true)]
    public static async Task Back(Rig rig)
    {
        (HybridCache first, FaultProxy proxy) = await rig.ProxiedHybridAsync();
        HybridCache second = await rig.HybridNodeAsync();
        proxy.Sever();
        await first.GetAsync("meanwhile", new Calls());
        proxy.Restore();
        int i = 0;
        await WaitUntil.Async(
            async () =>
            {
                string key = $"k{i++}";
                await first.GetAsync(key, new Calls());
                return await second.LookAsync<string>(key) is not null;
            },
            TimeSpan.FromSeconds(60),
            "a value that the first node makes reaches the second");
    }

    [ContractCase("damaged data is a miss and no error", NeedsServer = true)]
    public static async Task Damaged(Rig rig)
    {
        HybridCache first = await rig.HybridNodeAsync();
        await first.SetAsync("k", new MutableDocument { Name = "before" });
        await Damage.AllDataAsync(await rig.ServerAsync());
        HybridCache second = await rig.HybridNodeAsync();
        MutableDocument made = await second.GetOrCreateAsync("k", static _ => new ValueTask<MutableDocument>(new MutableDocument { Name = "after" }));
        made.Name.Should().Be("after");
    }

    [ContractCase("a value larger than is allowed is returned and is no error", NeedsServer = true)]
    public static async Task TooLarge(Rig rig)
    {
        HybridCache cache = await rig.HybridNodeAsync();
        byte[] large = await cache.GetOrCreateAsync("k", static _ => new ValueTask<byte[]>(new byte[32 << 20]));
        large.Should().HaveCount(32 << 20);
        await cache.SetAsync("k2", new byte[32 << 20]);
    }
}
