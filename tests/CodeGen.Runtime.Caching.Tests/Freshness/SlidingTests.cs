using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Freshness;

/// <summary>Values that live by being used.</summary>
public sealed class SlidingTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Use_WithinTheWindow_KeepsTheValueUpToItsTimeToLive(bool shared)
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(r => r.SlidingExpiration = TimeSpan.FromSeconds(10), shared: shared);
        await cluster[0].MakeAsync("value");
        for (int i = 0; i < 11; i++)
        {
            cluster.Advance(9);
            (await cluster[0].LookAsync()).Should().Be("value", "it was used nine seconds ago ({0})", i);
        }

        cluster.Advance(2);
        (await cluster[0].LookAsync()).Should().BeNull("one hundred seconds are its absolute life");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Use_NotWithinTheWindow_EndsTheValueInMemoryAtOnceAndInTheSharedTierSoon(bool shared)
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(r => r.SlidingExpiration = TimeSpan.FromSeconds(10), shared: shared);
        await cluster[0].MakeAsync("value");
        cluster.Advance(10);
        (await cluster[0].Region.ExplainAsync(FreshNode.Key)).Local.Verdict.Should().Be(CacheMissReason.Expired);
        cluster.Advance(2.5);
        (await cluster[0].LookAsync()).Should().BeNull();
    }

    [Fact]
    public async Task Use_OnOneNode_KeepsTheValueForTheOther()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(r => r.SlidingExpiration = TimeSpan.FromSeconds(10), nodes: 2);
        await cluster[0].MakeAsync("value");
        for (int i = 0; i < 10; i++)
        {
            cluster.Advance(5);
            (await cluster[0].LookAsync()).Should().Be("value");
        }

        (await cluster[1].LookAsync()).Should().Be("value", "the first node's use prolonged the shared copy");
        for (int i = 0; i < 4; i++)
        {
            cluster.Advance(9);
            (await cluster[1].LookAsync()).Should().Be("value", "now the second keeps it ({0})", i);
        }

        cluster.Advance(20);
        (await cluster[0].LookAsync()).Should().BeNull("its absolute life is on the server's clock, whoever reads it");
        (await cluster[1].LookAsync()).Should().BeNull();
    }

    [Fact]
    public async Task Use_TenThousandHitsAWindow_ProlongsTheSharedCopyAtMostFourTimes()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(r => r.SlidingExpiration = TimeSpan.FromSeconds(10));
        await cluster[0].MakeAsync("value");
        for (int i = 0; i < 10_000; i++)
        {
            cluster.Advance(0.002);
            (await cluster[0].LookAsync()).Should().Be("value");
        }

        cluster[0].Store.Touches.Should().BeInRange(6, 8, "two windows of four each");
        cluster[0].Store.Writes.Should().Be(1);
    }

    [Fact]
    public async Task Window_OfTheCallAndOfTheFactory_GoBeforeTheRegions()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(r => r.SlidingExpiration = TimeSpan.FromSeconds(50), shared: false);
        await cluster[0].MakeAsync("by call", options: new CacheEntryOptions { SlidingExpiration = TimeSpan.FromSeconds(5) });
        cluster.Advance(5);
        (await cluster[0].LookAsync()).Should().BeNull();
        await cluster[0].MakeAsync("by factory", c => c.SlidingExpiration = TimeSpan.FromSeconds(3), new CacheEntryOptions { SlidingExpiration = TimeSpan.FromSeconds(5) });
        cluster.Advance(3);
        (await cluster[0].LookAsync()).Should().BeNull();
        await cluster[0].Region.SetAsync(FreshNode.Key, "set", new CacheEntryOptions { SlidingExpiration = TimeSpan.FromSeconds(2) });
        cluster.Advance(2);
        (await cluster[0].LookAsync()).Should().BeNull();
    }

    [Fact]
    public async Task Window_NotPositiveInTheCall_IsRefused()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(_ => { });
        var options = new CacheEntryOptions { SlidingExpiration = TimeSpan.Zero };
        await cluster[0].Awaiting(n => n.Region.SetAsync(FreshNode.Key, "set", options).AsTask()).Should().ThrowAsync<ArgumentOutOfRangeException>().WithMessage("*SlidingExpiration*");
    }

    [Fact]
    public async Task Use_OfAnInvalidatedValue_ProlongsNothing()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(r => r.SlidingExpiration = TimeSpan.FromSeconds(10), nodes: 2);
        await cluster[0].MakeAsync("value");
        (await cluster[1].LookAsync()).Should().Be("value");
        cluster.Advance(8);
        await cluster[1].Region.RemoveAsync(FreshNode.Key);
        (await cluster[0].LookAsync()).Should().BeNull();
        cluster[0].Store.Touches.Should().Be(0);
    }
}
