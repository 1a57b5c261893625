using CodeGen.Runtime.Caching.Tests.Protocol;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Freshness;

/// <summary>Soft and hard time-outs, whose factories complete in the background.</summary>
public sealed class TimeoutTests
{
    private static void Soft(RegionOptions region)
    {
        region.TimeToLive = TimeSpan.FromSeconds(10);
        region.StaleFor = TimeSpan.FromSeconds(50);
        region.SoftTimeout = TimeSpan.FromSeconds(2);
    }

    private static void Hard(RegionOptions region)
    {
        region.TimeToLive = TimeSpan.FromSeconds(10);
        region.HardTimeout = TimeSpan.FromSeconds(4);
    }

    [Fact]
    public async Task Soft_AValueFromBeforeIsThere_ServesItAndStoresWhatComesLater()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(Soft, nodes: 2);
        await cluster[0].MakeAsync("old");
        cluster.Advance(11);
        var running = new TaskCompletionSource();
        (Task<string?> call, PendingFactory factory) = cluster[0].Begin("new", running);
        await running.Task;
        cluster.Advance(1.9);
        call.IsCompleted.Should().BeFalse();
        cluster.Advance(0.2);
        (await call).Should().Be("old");
        (await cluster[0].MakeAsync("not called")).Should().Be("old", "the factory is still running: nobody waits for it again, nobody starts another");

        factory.Finish();
        await FreshNode.EventuallyAsync(async () => await cluster[0].LookAsync() == "new", "what comes later is stored");
        await FreshNode.EventuallyAsync(async () => await cluster[1].LookAsync() == "new", "for the others too");
    }

    [Fact]
    public async Task Soft_NothingFromBefore_WaitsForTheFactory()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(Soft);
        var running = new TaskCompletionSource();
        (Task<string?> call, PendingFactory factory) = cluster[0].Begin("new", running);
        await running.Task;
        cluster.Advance(20);
        call.IsCompleted.Should().BeFalse();
        factory.Finish();
        (await call).Should().Be("new");
    }

    [Fact]
    public async Task Soft_InvalidatedWhileItCompletesInTheBackground_IsNeitherServedNorStored()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(Soft, nodes: 2);
        await cluster[0].MakeAsync("old");
        cluster.Advance(11);
        var running = new TaskCompletionSource();
        (Task<string?> call, PendingFactory factory) = cluster[0].Begin("made before the removal", running);
        await running.Task;
        cluster.Advance(2.1);
        (await call).Should().Be("old");
        await cluster[1].Region.RemoveAsync(FreshNode.Key);

        (await cluster[0].MakeAsync("after")).Should().Be("after", "neither the old value nor the one in the making may be served");
        factory.Finish();
        await FreshNode.EventuallyAsync(() => Task.FromResult(cluster[0].Cache.FlightCount == 0), "the background ends");
        (await cluster[0].LookAsync()).Should().Be("after");
        (await cluster[1].LookAsync()).Should().Be("after");
    }

    [Fact]
    public async Task Soft_TheFactoryFailsInTheBackground_PausesAsAfterAnyFailure()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(Soft);
        await cluster[0].MakeAsync("old");
        cluster.Advance(11);
        var running = new TaskCompletionSource();
        (Task<string?> call, PendingFactory factory) = cluster[0].Begin("never", running);
        await running.Task;
        cluster.Advance(2.1);
        (await call).Should().Be("old");
        factory.Fail();
        await FreshNode.EventuallyAsync(() => Task.FromResult(cluster[0].Cache.FlightCount == 0), "the background ends");
        (await cluster[0].MakeAsync("not called")).Should().Be("old");
    }

    [Fact]
    public async Task Hard_NothingFromBefore_ThrowsAndStoresWhatComesLater()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(Hard);
        var running = new TaskCompletionSource();
        (Task<string?> call, PendingFactory factory) = cluster[0].Begin("late", running);
        await running.Task;
        cluster.Advance(4.1);
        await call.Awaiting(c => c).Should().ThrowAsync<CacheFactoryTimeoutException>().WithMessage("*region 'a'*HardTimeout of 00:00:04*goes on*StaleFor*");

        factory.Finish();
        await FreshNode.EventuallyAsync(async () => await cluster[0].LookAsync() == "late", "the factory went on");
    }

    [Fact]
    public async Task Hard_ALaterCaller_HasItsOwnTime()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(Hard);
        var running = new TaskCompletionSource();
        (Task<string?> first, PendingFactory factory) = cluster[0].Begin("late", running);
        await running.Task;
        cluster.Advance(3);
        (Task<string?> second, _) = cluster[0].Begin("not called");
        cluster.Advance(1.5);
        await first.Awaiting(c => c).Should().ThrowAsync<CacheFactoryTimeoutException>();
        second.IsCompleted.Should().BeFalse("it has waited for one and a half seconds");
        factory.Finish();
        (await second).Should().Be("late");
    }

    [Fact]
    public async Task Hard_AValueFromBeforeIsThere_ServesIt()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(r =>
        {
            Hard(r);
            r.StaleFor = TimeSpan.FromSeconds(50);
        });
        await cluster[0].MakeAsync("old");
        cluster.Advance(11);
        var running = new TaskCompletionSource();
        (Task<string?> call, PendingFactory factory) = cluster[0].Begin("new", running);
        await running.Task;
        cluster.Advance(4.1);
        (await call).Should().Be("old");
        factory.Finish();
        await FreshNode.EventuallyAsync(async () => await cluster[0].LookAsync() == "new", "the factory went on");
    }

    [Fact]
    public async Task Hard_TheFactoryThrowsATimeoutOfItsOwn_IsItsFailure()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(Hard);
        Func<Task> call = () => cluster[0].Region.GetOrCreateAsync(FreshNode.Key, static (_, _, _) => throw new TimeoutException("the model's")).AsTask();
        await call.Should().ThrowAsync<TimeoutException>().WithMessage("the model's");
    }
}
