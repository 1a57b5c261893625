using FluentAssertions;

namespace CodeGen.Runtime.Contracts.Invalidation;

/// <summary>Factories that take long, or never end.</summary>
internal static class I15_HungFactories
{
    [ContractCase("a factory that hangs holds its callers no longer than its deadline", NeedsServer = true)]
    public static async Task Deadline(Rig rig)
    {
        CacheNode node = await rig.NodeAsync(new NodeSettings { HardTimeout = TimeSpan.FromMilliseconds(500) });
        var hung = new Calls();
        Func<Task> asking = () => node.GetOrCreateAsync("k", _ => hung.StubbornAsync()).WaitAsync(Rig.Patience);
        (await asking.Should().ThrowAsync<Exception>()).Which.Should().NotBeOfType<TimeoutException>("that is the case's own patience");
        hung.Release();
    }

    [ContractCase("a factory that hangs keeps no other key waiting", NeedsServer = true)]
    public static async Task OtherKeys(Rig rig)
    {
        CacheNode node = await rig.NodeAsync();
        var hung = new Calls();
        Task<string> hanging = node.GetOrCreateAsync("k", _ => hung.StubbornAsync());
        await hung.StartedAsync();
        (await Task.WhenAll(Enumerable.Range(0, 200).Select(i => node.GetAsync($"other {i}", new Calls()))).WaitAsync(Rig.Patience)).Should().AllBe("made 1");
        hung.Release();
        await hanging;
    }

    [ContractCase("callers who wait for eight seconds share the one run", NeedsServer = true)]
    public static async Task LongWait(Rig rig)
    {
        CacheNode node = await rig.NodeAsync();
        var calls = new Calls();
        Task<string>[] callers = [.. Enumerable.Range(0, 10).Select(_ => node.GetHeldAsync("k", calls))];
        await calls.StartedAsync();
        await InvalidationSteps.PassAsync(TimeSpan.FromSeconds(8));
        calls.Release();
        (await Task.WhenAll(callers)).Should().AllBe("made 1");
    }
}
