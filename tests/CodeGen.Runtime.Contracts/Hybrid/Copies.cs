using FluentAssertions;
using Microsoft.Extensions.Caching.Hybrid;

namespace CodeGen.Runtime.Contracts.Hybrid;

/// <summary>Who shares an instance with whom.</summary>
internal static class Copies
{
    [ContractCase("callers of a mutable type have instances of their own")]
    public static async Task OwnInstances(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        MutableDocument first = await DocumentAsync(cache);
        MutableDocument second = await DocumentAsync(cache);
        second.Should().NotBeSameAs(first).And.BeEquivalentTo(first);
    }

    [ContractCase("what a caller changes in its instance changes no other")]
    public static async Task ChangesStay(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        MutableDocument first = await DocumentAsync(cache);
        first.Lines.Add("changed");
        (await DocumentAsync(cache)).Lines.Should().Equal("line");
        (await DocumentAsync(cache)).Lines.Add("changed");
        (await DocumentAsync(cache)).Lines.Should().Equal("line");
    }

    [ContractCase("what is changed after Set is not in the cache")]
    public static async Task ChangesAfterSet(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        var document = new MutableDocument { Lines = ["line"] };
        await cache.SetAsync("k", document);
        document.Lines.Clear();
        (await cache.LookAsync<MutableDocument>("k")).Lines.Should().Equal("line");
    }

    [ContractCase("lists and arrays are copied too")]
    public static async Task Collections(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        await cache.SetAsync("list", new List<int> { 1 });
        await cache.SetAsync("array", new[] { 1 });
        (await cache.LookAsync<List<int>>("list")).Clear();
        (await cache.LookAsync<int[]>("array"))[0] = 9;
        (await cache.LookAsync<List<int>>("list")).Should().Equal(1);
        (await cache.LookAsync<int[]>("array")).Should().Equal(1);
    }

    [ContractCase("bytes are copied too")]
    public static async Task Bytes(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        byte[] bytes = [1, 2, 3];
        await cache.SetAsync("k", bytes);
        bytes[0] = 9;
        (await cache.LookAsync<byte[]>("k"))[1] = 9;
        (await cache.LookAsync<byte[]>("k")).Should().Equal(1, 2, 3);
    }

    [ContractCase("texts are shared")]
    public static async Task Texts(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        string made = await cache.GetOrCreateAsync("k", static _ => new ValueTask<string>(new string('x', 10)));
        (await cache.LookAsync<string>("k")).Should().BeSameAs(made);
    }

    [ContractCase("types that say they are immutable are shared")]
    public static async Task Immutable(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        ImmutableDocument made = await cache.GetOrCreateAsync("k", static _ => new ValueTask<ImmutableDocument>(new ImmutableDocument("a")));
        (await cache.LookAsync<ImmutableDocument>("k")).Should().BeSameAs(made);
    }

    [ContractCase("callers who share one run of the factory have instances of their own")]
    public static async Task OwnInstancesOfOneRun(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        var calls = new Calls();
        Task<MutableDocument>[] callers =
        [
            .. Enumerable.Range(0, 4).Select(_ => cache.GetOrCreateAsync("k", calls, static async (calls, token) => new MutableDocument { Name = await calls.HeldAsync(token) }).AsTask()),
        ];
        await calls.StartedAsync();
        calls.Release();
        MutableDocument[] documents = await Task.WhenAll(callers);
        documents.Select(d => d.Name).Should().AllBe("made 1");
        documents.Distinct(ReferenceEqualityComparer.Instance).Should().HaveCount(4);
    }

    private static async Task<MutableDocument> DocumentAsync(HybridCache cache) =>
        await cache.GetOrCreateAsync("k", static _ => new ValueTask<MutableDocument>(new MutableDocument { Name = "a", Lines = ["line"] }));
}
