using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Coordination.Tests;

/// <summary>Appending while the log is away.</summary>
public sealed class LogFollowerOutboxTests
{
    [Fact]
    public async Task Append_ServerAwayWithoutOutbox_ActsHereAndThrows()
    {
        await using FollowerRig rig = await FollowerRig.StartedAsync();
        rig.FailBefore("append");

        Func<Task> append = async () => await rig.Follower.AppendAsync(new LogRecord(["sx:"]), CancellationToken.None);

        await append.Should().ThrowAsync<CoordinationException>();
        rig.Sink.Local.Should().Equal("sx:");
        rig.Follower.OutboxCount.Should().Be(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Append_ServerAwayWithOutbox_NoLeaseUntilItWasTold(bool tookEffect)
    {
        await using FollowerRig rig = await FollowerRig.StartedAsync(outbox: true);
        if (tookEffect)
        {
            rig.FailAfter("append");
        }
        else
        {
            rig.FailBefore("append");
        }

        LogPosition position = await rig.Follower.AppendAsync(new LogRecord(["sx:"], 2, new byte[] { 1 }), CancellationToken.None);

        position.Sequence.Should().Be(0);
        rig.Sink.Local.Should().Equal("sx:");
        rig.Follower.OutboxCount.Should().Be(1);
        rig.Follower.HasLease.Should().BeFalse();
        (await rig.Follower.RefreshAsync(CancellationToken.None)).Should().BeFalse();
        rig.Follower.HasLease.Should().BeFalse();

        rig.Heal();
        (await rig.Follower.RefreshAsync(CancellationToken.None)).Should().BeTrue();
        rig.Follower.OutboxCount.Should().Be(0);
        rig.Sink.Last("sx:").Should().Be(rig.Follower.Position.Sequence);
        rig.Server.Bells[^1].Record!.Inline.IsEmpty.Should().BeTrue();
    }

    [Fact]
    public async Task Append_WhileARenewalIsUnderWay_ThatRenewalGrantsNothing()
    {
        await using FollowerRig rig = await FollowerRig.StartedAsync(outbox: true);
        (Task reached, TaskCompletionSource release) = rig.HoldAnswer("renew");
        Task<bool> renewal = rig.Follower.RefreshAsync(CancellationToken.None);
        await reached;
        rig.FailBefore("append");
        await rig.Follower.AppendAsync(new LogRecord(["sx:"]), CancellationToken.None);

        release.SetResult();

        (await renewal).Should().BeFalse();
        rig.Follower.HasLease.Should().BeFalse();
    }

    [Fact]
    public async Task Outbox_MoreThanItHolds_BecomesOneThatClearsEverything()
    {
        await using FollowerRig rig = await FollowerRig.StartedAsync(outbox: true, maxOutbox: 3);
        rig.FailBefore("append", "renew");
        for (int i = 0; i < 6; i++)
        {
            await rig.Follower.AppendAsync(new LogRecord([$"s{i}:"]), CancellationToken.None);
        }

        rig.Follower.OutboxCount.Should().Be(1);
        rig.Heal();
        await rig.Follower.RefreshAsync(CancellationToken.None);

        rig.Sink.Last("a").Should().Be(1);
        rig.Sink.Local.Should().HaveCount(6);
    }

    [Fact]
    public async Task Outbox_OverflowedAndDrained_HoldsSingleRecordsAgain()
    {
        await using FollowerRig rig = await FollowerRig.StartedAsync(outbox: true, maxOutbox: 1);
        rig.FailBefore("append");
        await rig.Follower.AppendAsync(new LogRecord(["s1:"]), CancellationToken.None);
        await rig.Follower.AppendAsync(new LogRecord(["s2:"]), CancellationToken.None);
        rig.Heal();
        await rig.Follower.RefreshAsync(CancellationToken.None);
        rig.FailBefore("append");

        await rig.Follower.AppendAsync(new LogRecord(["s3:"]), CancellationToken.None);
        rig.Heal();
        await rig.Follower.RefreshAsync(CancellationToken.None);

        rig.Sink.Last("s3:").Should().Be(2);
    }
}
