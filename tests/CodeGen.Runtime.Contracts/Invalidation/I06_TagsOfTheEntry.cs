using FluentAssertions;

namespace CodeGen.Runtime.Contracts.Invalidation;

/// <summary>Entries read by callers who do not name their tags.</summary>
internal static class I06_TagsOfTheEntry
{
    [ContractCase("read on another node without its tags: its tags remove it", NeedsServer = true)]
    public static async Task ReadWithoutTags(Rig rig)
    {
        CacheNode first = await rig.NodeAsync();
        CacheNode second = await rig.NodeAsync();
        await first.SetAsync("k", "before", "red");
        (await second.GetAsync("k", new Calls())).Should().Be("before");
        await second.RemoveByTagAsync("red");
        await second.ServesNotAsync("k", "before", "the entry has the tag, whoever read it");
    }

    [ContractCase("read on another node with other tags: its own remove it, and only those", NeedsServer = true)]
    public static async Task ReadWithOtherTags(Rig rig)
    {
        CacheNode first = await rig.NodeAsync();
        CacheNode second = await rig.NodeAsync();
        await first.SetAsync("k", "before", "red");
        (await second.GetAsync("k", new Calls(), "blue")).Should().Be("before");
        await second.RemoveByTagAsync("blue");
        (await second.TryGetAsync("k")).Should().Be("before", "the entry does not have that tag");
        await second.RemoveByTagAsync("red");
        await second.ServesNotAsync("k", "before", "the entry has the tag, whoever read it");
    }
}
