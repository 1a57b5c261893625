using CodeGen.Runtime.Caching.Tests.Protocol;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Freshness;

/// <summary>How long values live: jitter, adaptive lives, negative answers, do not store.</summary>
public sealed class LifeTests
{
    [Fact]
    public async Task Jitter_ManyEntries_CutsUpToItsShareOffEachLifeAndNotTheSame()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(r => r.Jitter = 0.4);
        var lives = new List<double>();
        for (int i = 0; i < 50; i++)
        {
            var key = new ProtocolKey("x", $"{i}");
            await cluster[0].MakeAsync("value", key: key);
            CacheExplanation found = await cluster[0].Region.ExplainAsync(key);
            lives.Add(found.Local.Remaining!.Value.TotalSeconds);
            found.Shared!.Remaining.Should().BeCloseTo(found.Local.Remaining.Value, TimeSpan.FromMilliseconds(2));
        }

        lives.Should().OnlyContain(l => l >= 60 && l <= 100);
        (lives.Max() - lives.Min()).Should().BeGreaterThan(10, "fifty lives spread over forty seconds");
    }

    [Fact]
    public async Task TimeToLive_SaidByTheFactory_GoesBeforeCallAndRegion()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(r => r.TimeToLive = TimeSpan.FromSeconds(50));
        await cluster[0].MakeAsync("value", c => c.TimeToLive = TimeSpan.FromSeconds(5), new CacheEntryOptions { TimeToLive = TimeSpan.FromSeconds(20) });
        cluster.Advance(4.9);
        (await cluster[0].LookAsync()).Should().Be("value");
        cluster.Advance(0.2);
        (await cluster[0].WhyAsync()).Should().Be(CacheMissReason.Cold, "it is gone from the shared tier too");
    }

    [Fact]
    public async Task LocalTimeToLive_SaidByTheFactory_AsksTheSharedTierAgain()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(_ => { });
        await cluster[0].MakeAsync("value", c => c.LocalTimeToLive = TimeSpan.FromSeconds(1));
        (await cluster[0].Region.TryGetAsync(FreshNode.Key)).Tier.Should().Be(CacheTier.Local);
        cluster.Advance(2);
        (await cluster[0].Region.ExplainAsync(FreshNode.Key)).Local.Verdict.Should().Be(CacheMissReason.Expired);
        (await cluster[0].LookAsync()).Should().Be("value");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task TimeToLive_NotPositive_IsRefusedWhereItIsSaid(double seconds)
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(_ => { });
        TimeSpan bad = TimeSpan.FromSeconds(seconds);
        foreach (Action<CacheEntryContext> say in new Action<CacheEntryContext>[] { c => c.TimeToLive = bad, c => c.LocalTimeToLive = bad, c => c.SlidingExpiration = bad })
        {
            await cluster[0].Awaiting(n => n.MakeAsync("value", say)).Should().ThrowAsync<ArgumentOutOfRangeException>().WithMessage("*more than zero*DoNotStore*");
        }
    }

    [Fact]
    public async Task DoNotStore_CallersHaveTheValueAndNoTierHasIt()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(_ => { }, nodes: 2);
        (await cluster[0].MakeAsync("value", c => c.DoNotStore = true)).Should().Be("value");
        (await cluster[0].LookAsync()).Should().BeNull();
        (await cluster[1].LookAsync()).Should().BeNull();
        cluster[0].Store.Writes.Should().Be(0);
        (await cluster[0].MakeAsync("stored")).Should().Be("stored");
        (await cluster[1].LookAsync()).Should().Be("stored");
    }

    [Fact]
    public async Task Negative_NullOrSaidSo_LivesAsLongAsNegativeAnswersDo()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(r => r.NegativeTimeToLive = TimeSpan.FromSeconds(3));
        var said = new ProtocolKey("said", "1");
        var longer = new ProtocolKey("longer", "1");
        await cluster[0].MakeAsync(null);
        await cluster[0].MakeAsync("none", c => c.IsNegative = true, key: said);
        await cluster[0].MakeAsync(null, c => c.TimeToLive = TimeSpan.FromSeconds(30), key: longer);
        cluster.Advance(2.9);
        (await cluster[0].Region.TryGetAsync(FreshNode.Key)).HasValue.Should().BeTrue();
        (await cluster[0].LookAsync(said)).Should().Be("none");
        cluster.Advance(0.2);
        (await cluster[0].Region.TryGetAsync(FreshNode.Key)).HasValue.Should().BeFalse();
        (await cluster[0].LookAsync(said)).Should().BeNull();
        (await cluster[0].Region.TryGetAsync(longer)).HasValue.Should().BeTrue("the factory's own word goes first");
    }

    [Fact]
    public async Task Negative_SetExplicitly_LivesAsLongAsNegativeAnswersDo()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(r => r.NegativeTimeToLive = TimeSpan.FromSeconds(3));
        await cluster[0].Region.SetAsync(FreshNode.Key, null);
        cluster.Advance(2.9);
        (await cluster[0].Region.TryGetAsync(FreshNode.Key)).HasValue.Should().BeTrue();
        cluster.Advance(0.2);
        (await cluster[0].Region.TryGetAsync(FreshNode.Key)).HasValue.Should().BeFalse();
    }

    [Fact]
    public async Task Negative_IsNeverServedStale()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(r =>
        {
            r.NegativeTimeToLive = TimeSpan.FromSeconds(3);
            r.StaleFor = TimeSpan.FromSeconds(60);
        });
        await cluster[0].MakeAsync("none", c => c.IsNegative = true);
        cluster.Advance(4);
        await cluster[0].Awaiting(n => n.FailAsync()).Should().ThrowAsync<PendingFactory.FactoryFailedException>();
    }
}
