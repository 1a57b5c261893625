using CodeGen.Runtime.Caching.Tests.Protocol;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Freshness;

/// <summary>Factories that find the value from before unchanged.</summary>
public sealed class NotModifiedTests
{
    private static void Keep(RegionOptions region)
    {
        region.TimeToLive = TimeSpan.FromSeconds(10);
        region.StaleFor = TimeSpan.FromSeconds(50);
    }

    private static Task<string?> RevalidateAsync(FreshNode node, string etag, string fresh) =>
        node.Region.GetOrCreateAsync(
            FreshNode.Key,
            (_, context, _) => ValueTask.FromResult<string?>(context.HasStale && context.ETag == etag ? context.NotModified<string>() : fresh)).AsTask();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task NotModified_OnThisNodeOrAnother_GivesTheValueANewLife(int node)
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(Keep, nodes: 2);
        await cluster[0].MakeAsync("value", c =>
        {
            c.ETag = "\"v1\"";
            c.Cost = 0.25m;
            c.Tags.Add("kept");
        });
        cluster.Advance(11);
        (await RevalidateAsync(cluster[node], "\"v1\"", "fresh")).Should().Be("value");
        cluster.Advance(9);
        CacheExplanation found = await cluster[node].Region.ExplainAsync(FreshNode.Key);
        found.Local.Verdict.Should().Be(CacheMissReason.None);
        found.Local.Cost.Should().Be(0.25m, "making it again would cost what it did");
        found.Shared!.Tags.Should().Equal("kept");
        (await cluster[1 - node].LookAsync()).Should().Be("value");

        await cluster[1 - node].Cache.InvalidateTagAsync("kept");
        (await cluster[node].LookAsync()).Should().BeNull("it kept its tags");
    }

    [Fact]
    public async Task NotModified_TheETagTravelsOn()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(Keep, nodes: 2);
        await cluster[0].MakeAsync("value", c => c.ETag = "v1");
        for (int i = 0; i < 4; i++)
        {
            cluster.Advance(11);
            (await RevalidateAsync(cluster[i % 2], "v1", "fresh")).Should().Be("value");
        }

        cluster.Advance(11);
        (await RevalidateAsync(cluster[0], "v2", "fresh")).Should().Be("fresh");
    }

    [Fact]
    public async Task NotModified_InvalidatedMeanwhile_RunsTheFactoryAgainWithoutTheValue()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(Keep);
        await cluster[0].MakeAsync("old", c => c.ETag = "v1");
        cluster.Advance(11);
        var offered = new List<bool>();
        string? made = await cluster[0].Region.GetOrCreateAsync(FreshNode.Key, async (_, context, token) =>
        {
            offered.Add(context.HasStale);
            if (!context.HasStale)
            {
                return "fresh";
            }

            await cluster[0].Region.RemoveAsync(FreshNode.Key, token);
            return context.NotModified<string>();
        });
        made.Should().Be("fresh");
        offered.Should().Equal(true, false);
        (await cluster[0].LookAsync()).Should().Be("fresh");
    }

    [Fact]
    public async Task Stale_AfterAnInvalidation_IsNotOffered()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(Keep, nodes: 2);
        await cluster[0].MakeAsync("old");
        await cluster[1].Region.InvalidateAllAsync();
        bool? offered = null;
        await cluster[0].MakeAsync("new", c => offered = c.HasStale);
        offered.Should().BeFalse();
    }

    [Fact]
    public async Task NotModified_NothingFromBefore_SaysWhatToDo()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(Keep);
        Func<Task> call = () => cluster[0].MakeAsync("value", c => c.NotModified<string>());
        await call.Should().ThrowAsync<InvalidOperationException>().WithMessage("*HasStale*StaleFor*");
    }

    [Fact]
    public async Task NotModified_InAnEagerRefresh_GivesTheValueANewLife()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(r =>
        {
            r.TimeToLive = TimeSpan.FromSeconds(100);
            r.EagerRefresh = 0.5;
        });
        await cluster[0].MakeAsync("value", c => c.ETag = "v1");
        cluster.Advance(60);
        (await RevalidateAsync(cluster[0], "v1", "fresh")).Should().Be("value");
        await FreshNode.EventuallyAsync(
            async () => (await cluster[0].Region.ExplainAsync(FreshNode.Key)).Local.Remaining > TimeSpan.FromSeconds(90),
            "the refresh found it unchanged");
        (await cluster[0].LookAsync()).Should().Be("value");
    }

    [Theory]
    [InlineData(257)]
    [InlineData(-1)]
    public async Task ETag_TooLongOrMalformed_IsRefusedWhereItIsSaid(int length)
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(Keep);
        string etag = length < 0 ? "a\ud800" : new string('e', length);
        await cluster[0].Awaiting(n => n.MakeAsync("value", c => c.ETag = etag)).Should().ThrowAsync<ArgumentException>().WithMessage("*ETag*");
    }
}
