using FluentAssertions;
using Microsoft.Extensions.Caching.Hybrid;

namespace CodeGen.Runtime.Contracts.Hybrid;

/// <summary>Removal by tag.</summary>
internal static class Tags
{
    [ContractCase("removing a tag removes the values that have it, and no other")]
    public static async Task RemoveTag(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        var calls = new Calls();
        await cache.GetAsync("a", calls, null, "red");
        await cache.GetAsync("b", calls, null, "blue");
        await cache.GetAsync("c", calls);
        await cache.RemoveByTagAsync("red");
        (await cache.GetAsync("a", calls, null, "red")).Should().Be("made 4");
        (await cache.GetAsync("b", calls, null, "blue")).Should().Be("made 2");
        (await cache.GetAsync("c", calls)).Should().Be("made 3");
    }

    [ContractCase("any one of a value's tags removes it")]
    public static async Task AnyTag(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        string[] tags = [.. Enumerable.Range(0, 12).Select(i => $"tag{i}")];
        foreach (string tag in new[] { tags[0], tags[5], tags[11] })
        {
            var calls = new Calls();
            await cache.GetAsync("k", calls, null, tags);
            await cache.RemoveByTagAsync(tag);
            int before = calls.Count;
            await cache.GetAsync("k", calls, null, tags);
            calls.Count.Should().Be(before + 1, "{0} was removed", tag);
            await cache.RemoveAsync("k");
        }
    }

    [ContractCase("several tags are removed at once")]
    public static async Task RemoveTags(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        await cache.SetAsync("a", "a", tags: ["red"]);
        await cache.SetAsync("b", "b", tags: ["blue"]);
        await cache.SetAsync("c", "c", tags: ["green"]);
        await cache.RemoveByTagAsync(["red", "blue"]);
        (await cache.LookAsync<string>("a")).Should().BeNull();
        (await cache.LookAsync<string>("b")).Should().BeNull();
        (await cache.LookAsync<string>("c")).Should().Be("c");
    }

    [ContractCase("the tag * removes everything")]
    public static async Task RemoveAll(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        await cache.SetAsync("a", "a", tags: ["red"]);
        await cache.SetAsync("b", "b");
        await cache.RemoveByTagAsync("*");
        (await cache.LookAsync<string>("a")).Should().BeNull();
        (await cache.LookAsync<string>("b")).Should().BeNull();
    }

    [ContractCase("after * values are stored as before")]
    public static async Task StoreAfterRemoveAll(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        await cache.RemoveByTagAsync("*");
        var calls = new Calls();
        await cache.GetAsync("k", calls);
        (await cache.GetAsync("k", calls)).Should().Be("made 1");
    }

    [ContractCase("a tag that nothing has, and one that nothing can have, are no errors")]
    public static async Task UnknownTags(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        await cache.SetAsync("a", "a", tags: ["red"]);
        await cache.RemoveByTagAsync("unknown");
        await cache.RemoveByTagAsync("");
        await cache.RemoveByTagAsync("   ");
        (await cache.LookAsync<string>("a")).Should().Be("a");
    }

    [ContractCase("a value made after its tag was removed is kept")]
    public static async Task TagAgain(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        var calls = new Calls();
        await cache.GetAsync("k", calls, null, "red");
        await cache.RemoveByTagAsync("red");
        await cache.GetAsync("k", calls, null, "red");
        (await cache.GetAsync("k", calls, null, "red")).Should().Be("made 2");
    }

    [ContractCase("a tag that is given twice counts once")]
    public static async Task RepeatedTags(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        await cache.SetAsync("k", "value", tags: ["red", "red"]);
        (await cache.LookAsync<string>("k")).Should().Be("value");
        await cache.RemoveByTagAsync("red");
        (await cache.LookAsync<string>("k")).Should().BeNull();
    }

    [ContractCase("a removed tag counts for a node that starts later", NeedsServer = true)]
    public static async Task TagOnServer(Rig rig)
    {
        HybridCache cache = await rig.HybridNodeAsync();
        await cache.SetAsync("a", "a", tags: ["red"]);
        await cache.SetAsync("b", "b", tags: ["blue"]);
        await cache.RemoveByTagAsync("red");
        HybridCache other = await rig.HybridNodeAsync();
        var calls = new Calls();
        (await other.GetAsync("a", calls, null, "red")).Should().Be("made 1");
        (await other.GetAsync("b", calls, null, "blue")).Should().Be("b");
    }
}
