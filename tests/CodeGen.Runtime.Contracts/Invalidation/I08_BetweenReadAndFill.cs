using CodeGen.Runtime.TestKit;
using FluentAssertions;

namespace CodeGen.Runtime.Contracts.Invalidation;

/// <summary>An invalidation that comes after a node has read the second tier and before it has filled its memory.</summary>
internal static class I08_BetweenReadAndFill
{
    [ContractCase("removed elsewhere in between: the copy is not kept", NeedsServer = true)]
    public static Task Removed(Rig rig) => BetweenAsync(rig, node => node.RemoveAsync("k"));

    [ContractCase("its tag removed elsewhere in between: the copy is not kept", NeedsServer = true)]
    public static Task Tag(Rig rig) => BetweenAsync(rig, node => node.RemoveByTagAsync("red"));

    private static async Task BetweenAsync(Rig rig, Func<CacheNode, Task> invalidate)
    {
        string gate = Guid.NewGuid().ToString("N");
        CacheNode first = await rig.NodeAsync();
        CacheNode second = await rig.NodeAsync();
        await second.HearAsync(first);
        await first.SetAsync("k", new GatedValue(gate, "before"), "red");

        // A subject that sends the value along with its notification has nothing to read; it must not have it after either.
        CacheNode reader = await rig.NodeAsync();
        GatedValue.Close(gate);
        try
        {
            Task<GatedValue> reading = Task.Run(() => reader.GetOrCreateAsync("k", _ => Task.FromResult(new GatedValue(gate, "made"))));
            await WaitUntil.Async(() => GatedValue.IsEntered(gate) || reading.IsCompleted, Rig.Patience, "the node reads");
            await invalidate(first);
            await reader.HearAsync(first);
            GatedValue.Open(gate);
            await reading;
        }
        finally
        {
            GatedValue.Open(gate);
        }

        (await reader.TryGetAsync<GatedValue>("k"))?.Text.Should().NotBe("before", "it was invalidated before the node filled its memory");
    }
}
