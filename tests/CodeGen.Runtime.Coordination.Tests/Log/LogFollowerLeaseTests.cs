using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Coordination.Tests;

/// <summary>When a node may trust its memory.</summary>
public sealed class LogFollowerLeaseTests
{
    [Fact]
    public async Task Lease_AnswerComesLate_RunsFromTheMomentTheRequestWasSent()
    {
        await using FollowerRig rig = await FollowerRig.StartedAsync();
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        long sent = rig.Clock.Exact();
        (Task reached, TaskCompletionSource release) = rig.HoldAnswer("renew");
        Task<bool> renewal = rig.Follower.RefreshAsync(CancellationToken.None);
        await reached;
        rig.Time.Advance(TimeSpan.FromSeconds(9));

        release.SetResult();

        (await renewal).Should().BeTrue();
        rig.Follower.LeaseUntil.Should().Be(sent + FollowerRig.StalenessMilliseconds);
    }

    [Fact]
    public async Task Lease_TimeIsUp_IsOverToTheMillisecond()
    {
        await using FollowerRig rig = await FollowerRig.StartedAsync();
        rig.FailBefore("renew");

        rig.Time.Advance(TimeSpan.FromMilliseconds(FollowerRig.StalenessMilliseconds - 1));
        rig.Follower.HasLease.Should().BeTrue();
        rig.Time.Advance(TimeSpan.FromMilliseconds(1));

        rig.Follower.HasLease.Should().BeFalse();
    }

    [Fact]
    public async Task Lease_GapCannotBeClosed_IsNotGranted()
    {
        await using FollowerRig rig = await FollowerRig.StartedAsync();
        long until = rig.Follower.LeaseUntil;
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        rig.Server.Append("sx:");
        rig.FailBefore("read");

        await rig.Follower.RefreshAsync(CancellationToken.None);
        rig.Follower.LeaseUntil.Should().Be(until);

        rig.Heal();
        (await rig.Follower.RefreshAsync(CancellationToken.None)).Should().BeTrue();
        rig.Follower.LeaseUntil.Should().Be(until + 1_000);
        rig.Sink.Last("sx:").Should().Be(1);
    }

    [Fact]
    public async Task Lease_DroppedWhileTheAnswerIsOnItsWay_GrantIsVoid()
    {
        await using FollowerRig rig = await FollowerRig.StartedAsync();
        (Task reached, TaskCompletionSource release) = rig.HoldAnswer("renew");
        Task<bool> renewal = rig.Follower.RefreshAsync(CancellationToken.None);
        await reached;
        rig.Follower.DropLease();

        release.SetResult();

        (await renewal).Should().BeFalse();
        rig.Follower.HasLease.Should().BeFalse();
        rig.Heal();
        (await rig.Follower.RefreshAsync(CancellationToken.None)).Should().BeTrue();
    }

    [Fact]
    public async Task Lease_DroppedInTheMidstOfAGrant_IsGoneAfterwards()
    {
        await using FollowerRig rig = await FollowerRig.StartedAsync();
        Thread? dropper = null;
        rig.Server.OnIsLocal = () =>
        {
            // Between the look at the generation and the grant.
            if (dropper is null)
            {
                dropper = new Thread(rig.Follower.DropLease);
                dropper.Start();
                SpinWait.SpinUntil(() => !dropper.IsAlive || (dropper.ThreadState & ThreadState.WaitSleepJoin) != 0);
            }
        };

        // Not by RefreshAsync, which asks first whether the log is local.
        rig.Follower.DropLease();
        await rig.Follower.EnsureCurrentAsync(CancellationToken.None);
        dropper!.Join();

        rig.Follower.HasLease.Should().BeFalse();
    }

    [Fact]
    public async Task Lease_ClockJumps_IsDropped()
    {
        await using FollowerRig rig = await FollowerRig.StartedAsync();
        rig.Time.Advance(TimeSpan.FromSeconds(2));

        // The follower's clock finds that two seconds passed in one tick.
        rig.Clock.Tick();

        rig.Follower.HasLease.Should().BeFalse();
        (await rig.Follower.RefreshAsync(CancellationToken.None)).Should().BeTrue();
        rig.Follower.HasLease.Should().BeTrue();
    }

    [Fact]
    public async Task EnsureCurrent_ManyCallersWithoutLease_OneRoundTrip()
    {
        await using FollowerRig rig = await FollowerRig.StartedAsync();
        rig.Follower.DropLease();
        int renewals = 0;
        (Task reached, TaskCompletionSource release) = rig.HoldAnswer("renew");
        rig.Server.Before = name =>
        {
            renewals += name == "renew" ? 1 : 0;
            return Task.CompletedTask;
        };
        Task<bool>[] callers = [.. Enumerable.Range(0, 20).Select(_ => rig.Follower.EnsureCurrentAsync(CancellationToken.None).AsTask())];
        await reached;
        release.SetResult();

        (await Task.WhenAll(callers)).Should().AllBeEquivalentTo(true);
        renewals.Should().Be(1);
    }

    [Fact]
    public async Task EnsureCurrent_ServerAway_AnswersNoAndDoesNotAskAgainForAMoment()
    {
        await using var rig = new FollowerRig();
        int asked = 0;
        rig.Server.Before = name =>
        {
            asked++;
            return Task.FromException(new CoordinationException(name));
        };

        (await rig.Follower.EnsureCurrentAsync(CancellationToken.None)).Should().BeFalse();
        (await rig.Follower.EnsureCurrentAsync(CancellationToken.None)).Should().BeFalse();

        asked.Should().Be(1);
    }

    [Fact]
    public async Task Renewals_TimePasses_ComeByThemselvesFourTimesInTheSpan()
    {
        await using FollowerRig rig = await FollowerRig.StartedAsync();
        var renewed = new SemaphoreSlim(0);
        rig.Server.After = name =>
        {
            if (name == "renew")
            {
                renewed.Release();
            }

            return Task.CompletedTask;
        };

        for (int i = 0; i < 4; i++)
        {
            rig.Time.Advance(TimeSpan.FromMilliseconds(FollowerRig.StalenessMilliseconds / 4));
            (await renewed.WaitAsync(TimeSpan.FromSeconds(30))).Should().BeTrue();
        }
    }
}
