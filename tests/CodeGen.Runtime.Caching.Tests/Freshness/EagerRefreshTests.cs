using CodeGen.Runtime.Caching.Tests.Protocol;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Freshness;

/// <summary>Making values again before their life is over.</summary>
public sealed class EagerRefreshTests
{
    private static void Eager(RegionOptions region)
    {
        region.TimeToLive = TimeSpan.FromSeconds(100);
        region.EagerRefresh = 0.8;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Hit_PastTheShare_IsServedAndTheValueIsMadeAgainOnce(bool shared)
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(Eager, shared: shared);
        await cluster[0].MakeAsync("old");
        cluster.Advance(79);
        (await cluster[0].MakeAsync("too early")).Should().Be("old");
        cluster.Advance(2);
        var running = new TaskCompletionSource();
        (Task<string?> call, PendingFactory factory) = cluster[0].Begin("new", running);
        (await call).Should().Be("old");
        await running.Task;
        (await cluster[0].MakeAsync("not called")).Should().Be("old", "one refresh at a time");
        factory.Finish();
        await FreshNode.EventuallyAsync(async () => await cluster[0].LookAsync() == "new", "it was made again");
        (await cluster[0].Region.ExplainAsync(FreshNode.Key)).Local.Remaining.Should().BeGreaterThan(TimeSpan.FromSeconds(95), "with a new life");
    }

    [Fact]
    public async Task Hit_PastTheShareOnTwoNodes_OneNodeMakesItAndTheOtherTakesIt()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(Eager, nodes: 2);
        await cluster[0].MakeAsync("old");
        (await cluster[1].LookAsync()).Should().Be("old");
        cluster.Advance(81);
        var running = new TaskCompletionSource();
        (Task<string?> call, PendingFactory factory) = cluster[0].Begin("new", running);
        await call;
        await running.Task;

        bool called = false;
        (await cluster[1].MakeAsync("second", _ => called = true)).Should().Be("old");

        // Before the first node is done: the second has found it at work.
        await PostponedAsync(cluster[1]);
        factory.Finish();
        await FreshNode.EventuallyAsync(async () => await cluster[0].LookAsync() == "new", "the first node made it");
        cluster.Advance(1.1);
        (await cluster[1].MakeAsync("second", _ => called = true)).Should().BeOneOf("old", "new");

        // Time stands still from here on: it is the refresh that brings the value, not the end of the old one.
        await FreshNode.EventuallyAsync(async () => await cluster[1].LookAsync() == "new", "the second asks the shared tier");
        called.Should().BeFalse();
    }

    [Fact]
    public async Task Refresh_Fails_TheValueStaysAndItIsTriedAgain()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(r =>
        {
            Eager(r);
            r.ServeStaleOnError = false;
        });
        await cluster[0].MakeAsync("old");
        cluster.Advance(81);
        int calls = 0;
        (await cluster[0].FailAsync(() => Interlocked.Increment(ref calls))).Should().Be("old");
        await FreshNode.EventuallyAsync(() => Task.FromResult(Volatile.Read(ref calls) == 1 && cluster[0].Cache.FlightCount == 0), "it was tried");
        (await cluster[0].FailAsync(() => Interlocked.Increment(ref calls))).Should().Be("old");
        await PostponedAsync(cluster[0]);
        Volatile.Read(ref calls).Should().Be(1, "it is not tried again at once");
        cluster.Advance(1.1);
        (await cluster[0].MakeAsync("new")).Should().BeOneOf("old", "new");
        await FreshNode.EventuallyAsync(async () => await cluster[0].LookAsync() == "new", "it is tried again before the life of the old value is over");
    }

    /// <summary>Waits until a refresh that came to nothing has said when it will be tried again.</summary>
    private static Task PostponedAsync(FreshNode node) => FreshNode.EventuallyAsync(
        () => Task.FromResult(node.Cache.Local.Peek(new EntryKey(new RegionSettings("a", new RegionOptions(), new TieredCacheOptions()), FreshNode.Key.ToKeyText()))!.Freshness!.RefreshAt != long.MaxValue),
        "it is put off");

    [Fact]
    public async Task Refresh_InvalidatedMeanwhile_IsNotStored()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(Eager, nodes: 2);
        await cluster[0].MakeAsync("old");
        cluster.Advance(81);
        var running = new TaskCompletionSource();
        (Task<string?> call, PendingFactory factory) = cluster[0].Begin("made before the removal", running);
        await call;
        await running.Task;
        await cluster[1].Region.RemoveAsync(FreshNode.Key);
        (await cluster[0].MakeAsync("after")).Should().Be("after");
        factory.Finish();
        await FreshNode.EventuallyAsync(() => Task.FromResult(cluster[0].Cache.FlightCount == 0), "the refresh ends");
        (await cluster[0].LookAsync()).Should().Be("after");
        (await cluster[1].LookAsync()).Should().Be("after");
    }

    [Fact]
    public async Task Miss_WhileARefreshRuns_JoinsIt()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(Eager);
        await cluster[0].MakeAsync("old");
        cluster.Advance(81);
        var running = new TaskCompletionSource();
        (Task<string?> call, PendingFactory factory) = cluster[0].Begin("new", running);
        await call;
        await running.Task;
        cluster.Advance(20);
        Task<string?> joined = cluster[0].MakeAsync("not called");
        factory.Finish();
        (await joined).Should().Be("new");
    }

    [Fact]
    public async Task Refresh_ReadFromTheSharedTierLate_StartsByTheAgeOfTheValue()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(Eager, nodes: 2);
        await cluster[0].MakeAsync("old");
        cluster.Advance(90);
        (await cluster[1].LookAsync()).Should().Be("old");
        await cluster[1].MakeAsync("new");
        await FreshNode.EventuallyAsync(async () => await cluster[1].LookAsync() == "new", "ninety of a hundred seconds are past the share");
    }
}
