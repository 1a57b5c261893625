using CodeGen.Runtime.Caching;
using CodeGen.Runtime.Coordination;
using CodeGen.Runtime.TestKit;
using CodeGen.Runtime.TestKit.Faults;
using FluentAssertions;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching.Faults;

/// <summary>A node that stood still does not act on the time before, but for one tick of its clock.</summary>
[Collection(ServersCollection.Name)]
public sealed class FrozenNodeTests(ServersFixture servers)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [SkippableTheory]
    [InlineData(5.0)]
    [InlineData(-5.0)]
    public async Task Tick_WallClockMovedDifferently_DropsTheLease(double hours)
    {
        ITestServer server = await servers.GetAsync(ServerKind.Embedded);
        await using TestNode node = await TestNode.StartAsync(server.ConnectionString, TestServers.UniqueNamespace());
        var time = new SkewedTimeProvider(TimeSpan.Zero);
        using var clock = new CoarseClock(time);
        await using var follower = new LogFollower(
            node.Inner.Server, node.Inner, clock, new LogFollowerOptions(new CoordinationOptions(), TimeSpan.Zero, TimeSpan.Zero, UseOutbox: false, "a"), NullLogger.Instance);
        (await follower.EnsureCurrentAsync(CancellationToken.None)).Should().BeTrue();
        follower.HasLease.Should().BeTrue();

        time.Set(TimeSpan.FromHours(hours));
        clock.Tick();

        follower.HasLease.Should().BeFalse();
        (await follower.EnsureCurrentAsync(CancellationToken.None)).Should().BeTrue("one round trip makes sure");
    }

    [Fact]
    public void Tick_Late_TellsOfAJumpAndAnEvenOneDoesNot()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        using var clock = new CoarseClock(time);
        int jumps = 0;
        clock.Jumped += () => jumps++;
        clock.Tick();
        for (int i = 0; i < 100; i++)
        {
            time.Advance(TimeSpan.FromMilliseconds(CoarseClock.TickMilliseconds));
            clock.Tick();
        }

        jumps.Should().Be(0);
        time.Advance(TimeSpan.FromMilliseconds(CoarseClock.LateMilliseconds + 1));
        clock.Tick();
        jumps.Should().Be(1);
    }

    [Fact]
    public async Task DropLease_BetweenTwoTicks_HoldsAtOnce()
    {
        // The coarse clock lags behind the exact one until its next tick; the lease must not live on in between.
        await using TestNode node = await TestNode.StartAsync(null, TestServers.UniqueNamespace());
        for (int i = 0; i < 200; i++)
        {
            (await node.Inner.Follower.EnsureCurrentAsync(CancellationToken.None)).Should().BeTrue();
            node.Inner.Follower.DropLease();
            node.Inner.Follower.HasLease.Should().BeFalse();
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Documents.SingleServers), MemberType = typeof(Documents))]
    public async Task Thawed_InvalidatedWhileItStoodStill_ServesNothingOfBefore(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using TestNode a = await TestNode.StartAsync(server.ConnectionString, ns);
        await using var proxy = FaultProxy.Start(ProxiedNode.PortOf(server));
        await using NodeProcess b = NodeProcess.Start(Path.Combine(AppContext.BaseDirectory, "CodeGen.Runtime.NodeHost.dll"), proxy.ConnectionString, ns, "60000");
        await b.ReadLineAsync(l => l == "ready", Patience);
        await b.SendAsync("make k old");
        await b.ReadLineAsync(l => l == "value old", Patience);
        (await a.Cache.TryGetAsync<string>("k")).Value.Should().Be("old");

        // Neither the doorbell nor a renewal reaches it, and its lease is a minute long: only the jump of its clock can tell.
        b.Pause();
        proxy.DropMessages();
        await a.Cache.InvalidateAsync(CacheScope.Prefix("k"));
        long frozen = TimeProvider.System.GetTimestamp();
        await WaitUntil.Async(() => TimeProvider.System.GetElapsedTime(frozen) > TimeSpan.FromMilliseconds(2 * CoarseClock.LateMilliseconds), Patience);
        b.Resume();
        await b.SendAsync("settle");
        await b.ReadLineAsync(l => l == "settled", Patience);
        await b.SendAsync("look k");

        (await b.ReadLineAsync(l => l.StartsWith("value", StringComparison.Ordinal) || l.StartsWith("none", StringComparison.Ordinal), Patience)).Should().StartWith("none");
    }
}
