using CodeGen.Runtime.Caching.Tests.Protocol;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Freshness;

/// <summary>What is not asked of the shared tier.</summary>
public sealed class EconomyTests
{
    private static void Short(RegionOptions region) => region.LocalTimeToLive = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task LocalLife_IsOverAndTheValueIsTheSame_ItIsComparedAndNotRead()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(Short, nodes: 2);
        await cluster[0].MakeAsync(new string('x', 100_000));
        (await cluster[1].LookAsync()).Should().NotBeNull();
        for (int i = 1; i <= 5; i++)
        {
            cluster.Advance(6);
            (await cluster[0].MakeAsync("not called")).Should().HaveLength(100_000);
            (await cluster[1].LookAsync()).Should().HaveLength(100_000);
            (await cluster[1].Region.TryGetAsync(FreshNode.Key)).Tier.Should().Be(CacheTier.Local);
            cluster[0].Store.Peeks.Should().Be(i);
            cluster[1].Store.Peeks.Should().Be(i);
        }

        cluster[0].Store.Reads.Should().Be(1, "the first miss");
        cluster[1].Store.Reads.Should().Be(1);
        cluster.Advance(71);
        (await cluster[1].LookAsync()).Should().BeNull("comparing does not prolong a life");
    }

    [Fact]
    public async Task LocalLife_IsOverAndTheValueIsAnother_ItIsRead()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(Short, nodes: 2);

        // So that both nodes have told of their region and make the value at the same position of the log: only the write tells one from the other.
        await cluster[0].MakeAsync("other", key: new ProtocolKey("y", "0"));
        await cluster[1].MakeAsync("other", key: new ProtocolKey("y", "1"));
        await cluster[0].MakeAsync("old");

        // Nothing invalidates the first node's copy; the shared tier has lost the value and another node has made it again.
        cluster.Data.Lose();
        await cluster[1].MakeAsync("new");
        (await cluster[0].LookAsync()).Should().Be("old", "this process need not ask yet");
        cluster.Advance(6);
        (await cluster[0].LookAsync()).Should().Be("new");
        cluster[0].Store.Peeks.Should().Be(1);
    }

    [Fact]
    public async Task LocalLife_OfItsOwn_IsThatOfEachConfirmation()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(_ => { });
        await cluster[0].MakeAsync("value", c => c.LocalTimeToLive = TimeSpan.FromSeconds(2));
        for (int i = 1; i <= 3; i++)
        {
            cluster.Advance(2);
            (await cluster[0].LookAsync()).Should().Be("value");
            cluster[0].Store.Peeks.Should().Be(i);
        }
    }

    [Theory]
    [InlineData("key")]
    [InlineData("tag")]
    public async Task LocalLife_IsOverAndTheValueWasInvalidated_IsNotConfirmed(string how)
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(Short, nodes: 2);
        await cluster[0].MakeAsync("old", c => c.Tags.Add("t"));
        (await cluster[1].LookAsync()).Should().Be("old");
        cluster.Advance(6);
        await (how == "key" ? cluster[0].Region.RemoveAsync(FreshNode.Key) : cluster[0].Cache.InvalidateTagAsync("t"));
        (await cluster[1].LookAsync()).Should().BeNull();
        (await cluster[1].MakeAsync("new")).Should().Be("new");
    }

    [Fact]
    public async Task LookUps_OfOneKeyAtTheSameTime_ShareOneRead()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(_ => { }, nodes: 2);
        await cluster[0].MakeAsync("value");
        cluster[1].Link.Arm(CallKind.DataRead, CallFault.HoldBefore);
        Task<string?>[] looks = [.. Enumerable.Range(0, 50).Select(_ => cluster[1].LookAsync())];
        cluster[1].Link.ReleaseOne().Should().BeTrue();
        (await Task.WhenAll(looks)).Should().OnlyContain(static v => v == "value");
        cluster[1].Store.Reads.Should().Be(1);
    }

    [Fact]
    public async Task LookUp_JoinsAReadFromBeforeAnInvalidation_DoesNotTakeItsValue()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(_ => { }, nodes: 2);
        await cluster[0].MakeAsync("value");
        cluster[1].Link.Arm(CallKind.DataRead, CallFault.HoldAfter);
        Task<string?> first = cluster[1].LookAsync();
        await cluster[1].Region.RemoveAsync(FreshNode.Key);
        Task<string?> second = cluster[1].LookAsync();
        cluster[1].Link.ReleaseOne().Should().BeTrue();
        (await second).Should().BeNull();
        (await first).Should().BeNull();
    }

    [Fact]
    public async Task Set_OfASmallValue_OtherNodesNeedNoRead()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(_ => { }, nodes: 2);
        await cluster[0].MakeAsync("old");
        (await cluster[1].LookAsync()).Should().Be("old");
        int reads = cluster[1].Store.Reads;
        await cluster[0].Region.SetAsync(FreshNode.Key, "small");
        (await cluster[1].LookAsync()).Should().Be("small");
        (await cluster[1].MakeAsync("not called")).Should().Be("small");
        cluster[1].Store.Reads.Should().Be(reads);
    }

    [Fact]
    public async Task Set_OfALargeValue_ManyCallersOfAnotherNodeReadItOnce()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(_ => { }, nodes: 2);
        await cluster[0].MakeAsync("old");
        (await cluster[1].LookAsync()).Should().Be("old");
        int reads = cluster[1].Store.Reads;
        await cluster[0].Region.SetAsync(FreshNode.Key, new string('n', 50_000));
        cluster[1].Link.Arm(CallKind.DataRead, CallFault.HoldBefore);
        Task<string?>[] calls = [.. Enumerable.Range(0, 50).Select(_ => cluster[1].MakeAsync("not called"))];
        await FreshNode.EventuallyAsync(() => Task.FromResult(cluster[1].Link.ReleaseOne()), "the one read is held");
        (await Task.WhenAll(calls)).Should().OnlyContain(static v => v!.Length == 50_000);
        (cluster[1].Store.Reads - reads).Should().Be(1);
    }
}
