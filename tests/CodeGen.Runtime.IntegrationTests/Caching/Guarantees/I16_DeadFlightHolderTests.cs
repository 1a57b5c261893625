using System.Diagnostics;
using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching.Guarantees;

/// <summary>I16: when the node that makes a value for all dies, another takes over, and what the dead one writes late is refused.</summary>
[Collection(ServersCollection.Name)]
public sealed class I16_DeadFlightHolderTests(ServersFixture servers)
{
    private static readonly GenerationKey s_key = GenerationKey.Sample;

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task GetOrCreate_HolderDies_AnotherNodeTakesOverAndTheZombiesWriteIsRefused(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode zombie = await HookedNode.StartAsync(server, ns, cache: ShortLease);
        await using HookedNode heir = await HookedNode.StartAsync(server, ns, cache: ShortLease);
        var dying = new CountingFactory("zombie", holdFirst: true);
        Task<string> first = AcrossNodes(zombie).GetOrCreateAsync(s_key, dying.RunAsync).AsTask();
        await dying.Gate.Reached;

        zombie.Store.Kill(StoreOperation.RenewFlight, StoreOperation.EndFlight);
        (await AcrossNodes(heir).GetOrCreateAsync(s_key, new CountingFactory("heir").RunAsync)).Should().Be("heir 1");
        dying.Gate.Open();

        (await first).Should().Be("zombie 1", "its own caller waited for it and it is valid");
        zombie.Store.Outcomes.Should().Equal(WriteOutcome.Overtaken);
        await AssertSharedAsync(server, ns, "heir 1");
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task GetOrCreate_ZombieWritesWhileTheHeirStillWorks_IsFenced(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode zombie = await HookedNode.StartAsync(server, ns, cache: ShortLease);
        await using HookedNode heir = await HookedNode.StartAsync(server, ns, cache: ShortLease);
        var dying = new CountingFactory("zombie", holdFirst: true);
        var inheriting = new CountingFactory("heir", holdFirst: true);
        Task<string> first = AcrossNodes(zombie).GetOrCreateAsync(s_key, dying.RunAsync).AsTask();
        await dying.Gate.Reached;
        zombie.Store.Kill(StoreOperation.RenewFlight, StoreOperation.EndFlight);
        Task<string> second = AcrossNodes(heir).GetOrCreateAsync(s_key, inheriting.RunAsync).AsTask();
        await inheriting.Gate.Reached;

        dying.Gate.Open();
        await first;
        zombie.Store.Outcomes.Should().Equal(WriteOutcome.Fenced);
        inheriting.Gate.Open();

        (await second).Should().Be("heir 1");
        heir.Store.Outcomes.Should().Equal(WriteOutcome.Written);
        await AssertSharedAsync(server, ns, "heir 1");
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task GetOrCreate_HolderIsSlowButAlive_KeepsTheFlightBeyondItsLease(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode holder = await HookedNode.StartAsync(server, ns, cache: static o => o.FlightLease = TimeSpan.FromSeconds(3));
        await using HookedNode waiting = await HookedNode.StartAsync(server, ns, cache: static o => o.FlightLease = TimeSpan.FromSeconds(3));
        var factory = new CountingFactory(holdFirst: true);
        Task<string> first = AcrossNodes(holder).GetOrCreateAsync(s_key, factory.RunAsync).AsTask();
        await factory.Gate.Reached;
        Task<string> second = AcrossNodes(waiting).GetOrCreateAsync(s_key, new CountingFactory("again").RunAsync).AsTask();

        // Seven renewals, a third of a lease apart: more than two leases of the server's own time.
        await WaitUntil.Async(() => holder.Store.Calls(StoreOperation.RenewFlight) >= 7, HookedNode.Patience);
        second.IsCompleted.Should().BeFalse();
        factory.Gate.Open();

        (await first).Should().Be("made 1");
        (await second).Should().Be("made 1");
        factory.Calls.Should().Be(1);
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task GetOrCreate_HolderEnds_TheMessageWakesTheWaiterAndNotItsOwnPoll(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode holder = await HookedNode.StartAsync(server, ns);

        // The waiter's own clock stands still, so it never polls: only the message can wake it.
        var still = new FakeTimeProvider();
        await using HookedNode waiting = await HookedNode.StartAsync(server, ns, still);
        await WarmAsync(holder, waiting, still);
        var factory = new CountingFactory(holdFirst: true);
        Task<string> first = AcrossNodes(holder).GetOrCreateAsync(s_key, factory.RunAsync).AsTask();
        await factory.Gate.Reached;
        int before = waiting.Store.Calls(StoreOperation.WaitForFlight);
        Task<string> second = AcrossNodes(waiting).GetOrCreateAsync(s_key, new CountingFactory("again").RunAsync).AsTask();
        await WaitUntil.Async(() => waiting.Store.Calls(StoreOperation.WaitForFlight) > before, HookedNode.Patience);

        factory.Gate.Open();
        await first;
        long ended = Stopwatch.GetTimestamp();

        (await second.WaitAsync(HookedNode.Patience)).Should().Be("made 1");
        Stopwatch.GetElapsedTime(ended).Should().BeLessThan(TimeSpan.FromSeconds(5));
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task GetOrCreate_HoldersFactoryFails_TheOtherNodeTakesOver(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode holder = await HookedNode.StartAsync(server, ns);
        await using HookedNode heir = await HookedNode.StartAsync(server, ns);
        var gate = new Gate();
        Task<string> first = AcrossNodes(holder).GetOrCreateAsync(s_key, async (_, _, _) =>
        {
            await gate.PassAsync();
            throw new InvalidOperationException("the model said no");
        }).AsTask();
        await gate.Reached;
        Task<string> second = AcrossNodes(heir).GetOrCreateAsync(s_key, new CountingFactory("heir").RunAsync).AsTask();
        await WaitUntil.Async(() => heir.Store.Calls(StoreOperation.WaitForFlight) > 0, HookedNode.Patience);

        gate.Open();

        await ((Func<Task>)(() => first)).Should().ThrowAsync<InvalidOperationException>().WithMessage("the model said no");
        (await second).Should().Be("heir 1");
        await AssertSharedAsync(server, ns, "heir 1");
    }

    private static void ShortLease(TieredCacheOptions options) => options.FlightLease = TimeSpan.FromSeconds(1);

    private static CacheRegion<GenerationKey, string> AcrossNodes(HookedNode node) => node.Generations(o => o.SingleFlight = SingleFlight.AcrossNodes);

    /// <summary>One flight waited for beforehand, so that the node has subscribed to the completion messages.</summary>
    private static async Task WarmAsync(HookedNode holder, HookedNode waiting, FakeTimeProvider time)
    {
        GenerationKey key = s_key with { File = "warm.cs" };
        var factory = new CountingFactory("warm", holdFirst: true);
        Task<string> first = AcrossNodes(holder).GetOrCreateAsync(key, factory.RunAsync).AsTask();
        await factory.Gate.Reached;
        Task<string> second = AcrossNodes(waiting).GetOrCreateAsync(key, factory.RunAsync).AsTask();
        await WaitUntil.Async(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(100));
                return waiting.Store.Calls(StoreOperation.WaitForFlight) > 1;
            },
            HookedNode.Patience);
        factory.Gate.Open();
        await first;
        await WaitUntil.Async(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(100));
                return second.IsCompleted;
            },
            HookedNode.Patience);
    }

    private static async Task AssertSharedAsync(ITestServer server, string ns, string expected)
    {
        await using HookedNode fresh = await HookedNode.StartAsync(server, ns);
        (await fresh.Generations().TryGetAsync(s_key)).Value.Should().Be(expected);
    }
}
