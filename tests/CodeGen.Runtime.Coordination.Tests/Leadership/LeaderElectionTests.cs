using FluentAssertions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CodeGen.Runtime.Coordination.Tests;

/// <summary>Candidates for one role, within one process.</summary>
public sealed class LeaderElectionTests
{
    private static readonly TimeSpan s_term = TimeSpan.FromSeconds(30);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Hold_TwoCandidates_OneLeads()
    {
        using var clock = new CoarseClock(_time);
        var store = new InProcessLeaderStore(_time);
        await using var first = new LeaderElection(store, clock, "r", s_term);
        await using var second = new LeaderElection(store, clock, "r", s_term);

        (await first.HoldAsync(CancellationToken.None)).Should().BeTrue();
        (await second.HoldAsync(CancellationToken.None)).Should().BeFalse();
        (await first.HoldAsync(CancellationToken.None)).Should().BeTrue();
        second.IsLeader.Should().BeFalse();
    }

    [Fact]
    public async Task Hold_TermRunsOut_OtherTakesOverAndTheFirstKnows()
    {
        using var clock = new CoarseClock(_time);
        var store = new InProcessLeaderStore(_time);
        await using var first = new LeaderElection(store, clock, "r", s_term);
        await using var second = new LeaderElection(store, clock, "r", s_term);
        await first.HoldAsync(CancellationToken.None);

        _time.Advance(s_term);

        first.IsLeader.Should().BeFalse();
        (await second.HoldAsync(CancellationToken.None)).Should().BeTrue();
        (await first.HoldAsync(CancellationToken.None)).Should().BeFalse();
    }

    [Fact]
    public async Task Dispose_Leader_GivesTheRoleUpAtOnce()
    {
        using var clock = new CoarseClock(_time);
        var store = new InProcessLeaderStore(_time);
        var first = new LeaderElection(store, clock, "r", s_term);
        await using var second = new LeaderElection(store, clock, "r", s_term);
        await first.HoldAsync(CancellationToken.None);

        await first.DisposeAsync();

        (await second.HoldAsync(CancellationToken.None)).Should().BeTrue();
    }

    [Fact]
    public async Task Dispose_NotLeader_LeavesTheLeaderAlone()
    {
        using var clock = new CoarseClock(_time);
        var store = new InProcessLeaderStore(_time);
        await using var first = new LeaderElection(store, clock, "r", s_term);
        var second = new LeaderElection(store, clock, "r", s_term);
        await first.HoldAsync(CancellationToken.None);

        await second.DisposeAsync();
        await using var third = new LeaderElection(store, clock, "r", s_term);

        (await third.HoldAsync(CancellationToken.None)).Should().BeFalse();
    }

    [Fact]
    public async Task Hold_StoreAway_KeepsTheTermItHasAndNoMore()
    {
        using var clock = new CoarseClock(_time);
        var store = new AwayStore(new InProcessLeaderStore(_time));
        await using var election = new LeaderElection(store, clock, "r", s_term);
        await election.HoldAsync(CancellationToken.None);
        store.Away = true;

        _time.Advance(s_term / 2);
        (await election.HoldAsync(CancellationToken.None)).Should().BeTrue();
        _time.Advance(s_term / 2);
        (await election.HoldAsync(CancellationToken.None)).Should().BeFalse();
    }

    private sealed class AwayStore(InProcessLeaderStore inner) : ILeaderStore
    {
        public bool Away { get; set; }

        public Task<bool> TryHoldAsync(string role, string token, TimeSpan life, CancellationToken cancellationToken) =>
            Away ? Task.FromException<bool>(new CoordinationException("away")) : inner.TryHoldAsync(role, token, life, cancellationToken);

        public Task ReleaseAsync(string role, string token, CancellationToken cancellationToken) =>
            Away ? Task.FromException(new CoordinationException("away")) : inner.ReleaseAsync(role, token, cancellationToken);
    }
}
