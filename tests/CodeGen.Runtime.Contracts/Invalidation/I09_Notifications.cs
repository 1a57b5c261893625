using CodeGen.Runtime.TestKit;
using FluentAssertions;

namespace CodeGen.Runtime.Contracts.Invalidation;

/// <summary>Notifications that are lost, come twice or in another order.</summary>
internal static class I09_Notifications
{
    [ContractCase("lost: the node learns all the same", NeedsServer = true)]
    public static async Task Lost(Rig rig)
    {
        CacheNode first = await rig.NodeAsync();
        CacheNode second = await rig.NodeAsync();
        await first.SetAsync("k", "before");
        await new[] { first, second }.HoldAsync("k", "before");
        second.Proxy.DropMessages();
        await first.RemoveAsync("k");
        await second.NoLongerServesAsync("k", "before");
    }

    [ContractCase("twice: nothing else is invalidated", NeedsServer = true)]
    public static async Task Twice(Rig rig)
    {
        CacheNode first = await rig.NodeAsync();
        CacheNode second = await rig.NodeAsync();
        second.Proxy.DuplicateMessages();
        await first.SetAsync("k", "one");
        await first.RemoveAsync("k");
        await first.SetAsync("k", "two");
        await WaitUntil.Async(async () => await second.TryGetAsync("k") == "two", InvalidationSteps.Bound, "the node has the last value");
        (await first.TryGetAsync("k")).Should().Be("two");
    }

    [ContractCase("in reverse order: the last value is served", NeedsServer = true)]
    public static async Task Reversed(Rig rig)
    {
        CacheNode first = await rig.NodeAsync();
        CacheNode second = await rig.NodeAsync();
        await first.SetAsync("k", "before", "red");
        await new[] { first, second }.HoldAsync("k", "before");
        second.Proxy.HoldMessages();
        await first.RemoveByTagAsync("red");
        await first.SetAsync("k", "after", "red");
        await first.RemoveByTagAsync("blue");
        await second.HearAsync(first);
        second.Proxy.ReleaseMessages(reverse: true);
        await WaitUntil.Async(async () => await second.TryGetAsync("k") == "after", InvalidationSteps.Bound, "the node has the last value");
    }
}
