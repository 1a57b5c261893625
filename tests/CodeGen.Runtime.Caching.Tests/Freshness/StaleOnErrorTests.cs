using CodeGen.Runtime.Caching.Tests.Protocol;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Freshness;

/// <summary>Values kept after their life, served when they cannot be made again.</summary>
public sealed class StaleOnErrorTests
{
    private static void Keep(RegionOptions region)
    {
        region.TimeToLive = TimeSpan.FromSeconds(10);
        region.StaleFor = TimeSpan.FromSeconds(50);
        region.StaleRetryAfter = TimeSpan.FromSeconds(5);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Factory_Fails_ServesTheValueFromBeforeAndPauses(bool shared)
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(Keep, shared: shared);
        await cluster[0].MakeAsync("old");
        cluster.Advance(11);
        (await cluster[0].LookAsync()).Should().BeNull("its life is over: only a factory that fails makes it good enough");

        int calls = 0;
        (await cluster[0].FailAsync(() => calls++)).Should().Be("old");
        (await cluster[0].FailAsync(() => calls++)).Should().Be("old");
        calls.Should().Be(1, "the factory has its pause");
        cluster.Advance(6);
        (await cluster[0].FailAsync(() => calls++)).Should().Be("old");
        calls.Should().Be(2);
        cluster.Advance(6);
        (await cluster[0].MakeAsync("new")).Should().Be("new");
        (await cluster[0].LookAsync()).Should().Be("new");
    }

    [Fact]
    public async Task Factory_FailsOnAFreshNode_ServesWhatTheSharedTierKeeps()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(Keep, nodes: 2);
        await cluster[0].MakeAsync("old");
        cluster.Advance(11);
        (await cluster[1].LookAsync()).Should().BeNull();
        (await cluster[1].FailAsync()).Should().Be("old");
    }

    [Fact]
    public async Task Factory_FailsAfterTheValueWasKept_Throws()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(Keep, nodes: 2);
        await cluster[0].MakeAsync("old");
        cluster.Advance(59.9);
        (await cluster[0].FailAsync()).Should().Be("old");
        cluster.Advance(0.2);
        await cluster[0].Awaiting(n => n.FailAsync()).Should().ThrowAsync<PendingFactory.FactoryFailedException>();
        await cluster[1].Awaiting(n => n.FailAsync()).Should().ThrowAsync<PendingFactory.FactoryFailedException>();
    }

    [Theory]
    [InlineData("key")]
    [InlineData("tag")]
    [InlineData("region")]
    [InlineData("pattern")]
    public async Task Factory_FailsButTheValueWasInvalidated_Throws(string how)
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(Keep, nodes: 2);
        await cluster[0].MakeAsync("old", c => c.Tags.Add("t"));
        cluster.Advance(11);
        (await cluster[1].FailAsync()).Should().Be("old");
        await (how switch
        {
            "key" => cluster[0].Region.RemoveAsync(FreshNode.Key),
            "tag" => cluster[0].Cache.InvalidateTagAsync("t"),
            "region" => cluster[0].Region.InvalidateAllAsync(),
            _ => cluster[0].Cache.InvalidateAsync(CachePattern.Parse("*:x:?")),
        });

        foreach (FreshNode node in new[] { cluster[0], cluster[1] })
        {
            await node.Awaiting(n => n.FailAsync()).Should().ThrowAsync<PendingFactory.FactoryFailedException>();
        }
    }

    [Fact]
    public async Task Factory_FailsWhileTheValueIsInvalidated_Throws()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(Keep);
        await cluster[0].MakeAsync("old");
        cluster.Advance(11);
        var running = new TaskCompletionSource();
        (Task<string?> call, PendingFactory factory) = cluster[0].Begin("never", running);
        await running.Task;
        await cluster[0].Region.RemoveAsync(FreshNode.Key);
        factory.Fail();
        await call.Awaiting(c => c).Should().ThrowAsync<PendingFactory.FactoryFailedException>();
    }

    [Fact]
    public async Task Factory_FailsWhereTheRegionDoesNotWantIt_Throws()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(r =>
        {
            Keep(r);
            r.ServeStaleOnError = false;
        });
        await cluster[0].MakeAsync("old");
        cluster.Advance(11);
        await cluster[0].Awaiting(n => n.FailAsync()).Should().ThrowAsync<PendingFactory.FactoryFailedException>();
    }

    [Fact]
    public async Task Factory_PassesItsDeadline_ServesTheValueFromBefore()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(r =>
        {
            Keep(r);
            r.FactoryTimeout = TimeSpan.FromSeconds(3);
        });
        await cluster[0].MakeAsync("old");
        cluster.Advance(11);
        var running = new TaskCompletionSource();
        (Task<string?> call, _) = cluster[0].Begin("never", running);
        await running.Task;
        cluster.Advance(4);
        (await call).Should().Be("old");
    }

    [Fact]
    public async Task StaleFor_MoreThanTheEntryMayLive_IsCutThere()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(
            r =>
            {
                r.TimeToLive = TimeSpan.FromSeconds(80);
                r.StaleFor = TimeSpan.FromSeconds(100);
            },
            cache: o => o.MaxEntryLifetime = TimeSpan.FromSeconds(100));
        await cluster[0].MakeAsync("old");
        cluster.Advance(99);
        (await cluster[0].FailAsync()).Should().Be("old");
        cluster.Advance(2);
        await cluster[0].Awaiting(n => n.FailAsync()).Should().ThrowAsync<PendingFactory.FactoryFailedException>();
    }

    [Fact]
    public async Task Sliding_UnusedTooLong_IsKeptToo()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(
            r =>
            {
                Keep(r);
                r.TimeToLive = TimeSpan.FromSeconds(100);
                r.SlidingExpiration = TimeSpan.FromSeconds(10);
            },
            nodes: 2);
        await cluster[0].MakeAsync("old");
        cluster.Advance(13);
        (await cluster[0].LookAsync()).Should().BeNull();
        (await cluster[0].FailAsync()).Should().Be("old");
        (await cluster[1].FailAsync()).Should().Be("old");
    }
}
