using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching.Guarantees;

/// <summary>I15: a factory of ten minutes is normal; a hung one is cancelled at its deadline and blocks nobody for ever. Time is virtual.</summary>
[Collection(ServersCollection.Name)]
public sealed class I15_LongFactoryTests(ServersFixture servers)
{
    private static readonly GenerationKey s_key = GenerationKey.Sample;

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task GetOrCreate_FactoryOfTenMinutes_OneCallForAllWaitersOnBothNodes(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        var time = new FakeTimeProvider();
        await using HookedNode a = await HookedNode.StartAsync(server, ns, time);
        await using HookedNode b = await HookedNode.StartAsync(server, ns, time);
        var factory = new CountingFactory(holdFirst: true);
        using var joined = a.Counter(CachingDiagnostics.FlightsJoined);
        Task<string> first = AcrossNodes(a).GetOrCreateAsync(s_key, factory.RunAsync).AsTask();
        await factory.Gate.Reached;
        Task<string> second = AcrossNodes(a).GetOrCreateAsync(s_key, factory.RunAsync).AsTask();
        Task<string> elsewhere = AcrossNodes(b).GetOrCreateAsync(s_key, factory.RunAsync).AsTask();
        await joined.WaitForMeasurementsAsync(1, HookedNode.Patience);
        await WaitUntil.Async(() => b.Store.Calls(StoreOperation.WaitForFlight) > 0, HookedNode.Patience);

        int waits = b.Store.Calls(StoreOperation.WaitForFlight);
        for (int second10 = 0; second10 < 60; second10++)
        {
            await AdvanceAsync(time, a, TimeSpan.FromSeconds(10));
        }

        first.IsCompleted.Should().BeFalse();
        elsewhere.IsCompleted.Should().BeFalse();
        a.Store.Calls(StoreOperation.RenewFlight).Should().BeGreaterThanOrEqualTo(60, "the flight is renewed within each life of ten seconds");
        b.Store.Calls(StoreOperation.WaitForFlight).Should().BeGreaterThan(waits, "the other node looks now and then by itself");
        factory.Gate.Open();

        (await first).Should().Be("made 1");
        (await second).Should().Be("made 1");
        await AdvanceUntilAsync(time, elsewhere);
        (await elsewhere).Should().Be("made 1");
        factory.Calls.Should().Be(1);
        a.Store.Outcomes.Should().Equal(WriteOutcome.Written);
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task GetOrCreate_FactoryOfTenMinutes_NodeStillTrustsWhatItHolds(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        var time = new FakeTimeProvider();
        await using HookedNode node = await HookedNode.StartAsync(server, TestServers.UniqueNamespace(), time);
        GenerationKey other = s_key with { File = "b.cs" };
        await node.Generations().GetOrCreateAsync(other, new CountingFactory("other").RunAsync);
        var factory = new CountingFactory(holdFirst: true);
        Task<string> slow = node.Generations().GetOrCreateAsync(s_key, factory.RunAsync).AsTask();
        await factory.Gate.Reached;

        time.Advance(TimeSpan.FromMinutes(10));

        (await node.Generations().GetOrCreateAsync(other, new CountingFactory("again").RunAsync)).Should().Be("other 1");
        factory.Gate.Open();
        (await slow).Should().Be("made 1");
        (await node.Generations().TryGetAsync(s_key)).Value.Should().Be("made 1", "it was stored");
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task GetOrCreate_FactoryHangsAndIgnoresItsToken_AllCallersAreFreedAtTheDeadlineAndTheNextStartsAnew(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        var time = new FakeTimeProvider();
        await using HookedNode a = await HookedNode.StartAsync(server, ns, time);
        await using HookedNode b = await HookedNode.StartAsync(server, ns, time);
        var hung = new CountingFactory("hung", holdFirst: true, obeysToken: false);
        using var joined = a.Counter(CachingDiagnostics.FlightsJoined);
        Task<string> first = AcrossNodes(a).GetOrCreateAsync(s_key, hung.RunAsync).AsTask();
        await hung.Gate.Reached;
        Task<string> second = AcrossNodes(a).GetOrCreateAsync(s_key, hung.RunAsync).AsTask();
        await joined.WaitForMeasurementsAsync(1, HookedNode.Patience);

        time.Advance(TieredCacheOptions.DefaultMaxFactoryDuration);

        await ((Func<Task>)(() => first.WaitAsync(HookedNode.Patience))).Should().ThrowAsync<CacheFactoryTimeoutException>();
        await ((Func<Task>)(() => second.WaitAsync(HookedNode.Patience))).Should().ThrowAsync<CacheFactoryTimeoutException>();
        hung.Token.IsCancellationRequested.Should().BeTrue();
        (await AcrossNodes(b).GetOrCreateAsync(s_key, new CountingFactory("anew").RunAsync)).Should().Be("anew 1", "the flight across nodes ended with the deadline");
        hung.Gate.Open();
        (await AcrossNodes(a).GetOrCreateAsync(s_key, new CountingFactory("never").RunAsync)).Should().Be("anew 1");
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task GetOrCreate_FactoryBlocksItsThread_CallersAreFreedAtTheDeadlineAllTheSame(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        var time = new FakeTimeProvider();
        await using HookedNode node = await HookedNode.StartAsync(server, TestServers.UniqueNamespace(), time);
        var gate = new Gate();
        Task<string> caller = AcrossNodes(node).GetOrCreateAsync(s_key, (_, _, _) =>
        {
            gate.PassAsync().GetAwaiter().GetResult();
            return ValueTask.FromResult("late");
        }).AsTask();
        await gate.Reached;

        try
        {
            time.Advance(TieredCacheOptions.DefaultMaxFactoryDuration);

            await ((Func<Task>)(() => caller.WaitAsync(HookedNode.Patience))).Should().ThrowAsync<CacheFactoryTimeoutException>();
            (await AcrossNodes(node).GetOrCreateAsync(s_key, new CountingFactory("anew").RunAsync)).Should().Be("anew 1");
        }
        finally
        {
            gate.Open();
        }

        (await node.Generations().TryGetAsync(s_key)).Value.Should().Be("anew 1");
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task GetOrCreate_OtherNodeHangsLongerThanAnyFactoryMay_IsNotWaitedForForEver(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        var frozen = new FakeTimeProvider();
        var time = new FakeTimeProvider();
        await using HookedNode a = await HookedNode.StartAsync(server, ns, frozen, cache: o => o.FlightLease = TimeSpan.FromMinutes(5));
        await using HookedNode b = await HookedNode.StartAsync(server, ns, time);
        var hung = new CountingFactory("hung", holdFirst: true, obeysToken: false);
        Task<string> first = AcrossNodes(a).GetOrCreateAsync(s_key, hung.RunAsync).AsTask();
        await hung.Gate.Reached;
        Task<string> waiter = AcrossNodes(b).GetOrCreateAsync(s_key, new CountingFactory("other").RunAsync).AsTask();
        await WaitUntil.Async(() => b.Store.Calls(StoreOperation.WaitForFlight) > 0, HookedNode.Patience);

        time.Advance(TieredCacheOptions.DefaultMaxFactoryDuration);
        await AdvanceUntilAsync(time, waiter);

        (await waiter).Should().Be("other 1");
        hung.Gate.Open();
        (await first).Should().Be("hung 1");
        b.Store.Outcomes.Should().NotContain(WriteOutcome.TooLate);
    }

    private static CacheRegion<GenerationKey, string> AcrossNodes(HookedNode node) => node.Generations(o => o.SingleFlight = SingleFlight.AcrossNodes);

    /// <summary>Advances and waits for the renewal that the step is due, as the real passing of time would leave room for it.</summary>
    private static async Task AdvanceAsync(FakeTimeProvider time, HookedNode keeper, TimeSpan step)
    {
        int renewals = keeper.Store.Calls(StoreOperation.RenewFlight);
        time.Advance(step);
        await WaitUntil.Async(() => keeper.Store.Calls(StoreOperation.RenewFlight) > renewals, HookedNode.Patience);
    }

    private static Task AdvanceUntilAsync(FakeTimeProvider time, Task task) => WaitUntil.Async(
        () =>
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            return task.IsCompleted;
        },
        HookedNode.Patience,
        "the waiter has its value");
}
