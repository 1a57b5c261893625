using FluentAssertions;

namespace CodeGen.Runtime.Contracts.Invalidation;

/// <summary>Nodes whose clocks differ by three hours.</summary>
internal static class I10_Clocks
{
    [ContractCase("a tag removed by a node whose clock is behind", NeedsServer = true)]
    public static async Task RemovedBehind(Rig rig)
    {
        (CacheNode ahead, CacheNode right) = await NodesAsync(rig);
        await ahead.SetAsync("k", "before", "red");
        (await right.TryGetAsync("k")).Should().Be("before");
        await right.RemoveByTagAsync("red");
        await right.ServesNotAsync("k", "before", "its tag was removed after it was set");
        await ahead.NoLongerServesAsync("k", "before");
    }

    [ContractCase("a value set by a node whose clock is behind, after its tag was removed", NeedsServer = true)]
    public static async Task SetBehind(Rig rig)
    {
        (CacheNode ahead, CacheNode right) = await NodesAsync(rig);
        await right.SetAsync("k", "before", "red");
        await ahead.RemoveByTagAsync("red");
        await right.HearAsync(ahead);
        var calls = new Calls();
        await right.GetAsync("k", calls, "red");
        (await right.GetAsync("k", calls, "red")).Should().Be("made 1", "a value made after the removal lives");
        (await ahead.GetAsync("k", calls, "red")).Should().Be("made 1", "a value made after the removal lives");
    }

    private static async Task<(CacheNode Ahead, CacheNode Right)> NodesAsync(Rig rig) => (
        await rig.NodeAsync(new NodeSettings { Clock = new ShiftedClock(TimeSpan.FromHours(3)) }),
        await rig.NodeAsync(new NodeSettings { Clock = new ShiftedClock(TimeSpan.Zero) }));

    private sealed class ShiftedClock(TimeSpan shift) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + shift;
    }
}
