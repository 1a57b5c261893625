using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Coordination.Tests;

/// <summary>Doorbells that come late, twice, in another order or never.</summary>
public sealed class LogFollowerOrderTests
{
    [Fact]
    public async Task Doorbells_InOrder_PositionFollows()
    {
        await using FollowerRig rig = await FollowerRig.StartedAsync();
        rig.Server.Append("sx:");
        LogHead head = rig.Server.Append("sy:");

        rig.Server.RingAll();

        rig.Follower.Position.Should().Be(head.Position);
        rig.Sink.Last("sx:").Should().Be(1);
        rig.Sink.Last("sy:").Should().Be(2);
    }

    [Fact]
    public async Task Doorbells_Duplicated_NothingMoves()
    {
        await using FollowerRig rig = await FollowerRig.StartedAsync();
        rig.Server.Append("sx:");
        LogHead head = rig.Server.Append("sx:");
        Doorbell first = rig.Server.Bells[0];
        rig.Server.RingAll();
        int applied = rig.Sink.Applications;

        rig.Server.Ring(first);
        rig.Server.Ring(first);

        rig.Follower.Position.Should().Be(head.Position);
        rig.Sink.Last("sx:").Should().Be(2);
        rig.Sink.Applications.Should().Be(applied);
    }

    [Fact]
    public async Task Doorbells_Reordered_LaterOneActsAtOnceAndPositionWaits()
    {
        await using FollowerRig rig = await FollowerRig.StartedAsync();
        rig.FailBefore("read");
        rig.Server.Append("sx:");
        LogHead head = rig.Server.Append("sy:");

        rig.Server.Ring(rig.Server.Bells[1]);
        rig.Sink.Last("sy:").Should().Be(2);
        rig.Follower.Position.Sequence.Should().Be(0);

        rig.Server.Ring(rig.Server.Bells[0]);
        rig.Follower.Position.Should().Be(head.Position);
        rig.Sink.Last("sx:").Should().Be(1);
    }

    [Fact]
    public async Task Doorbell_Dropped_GapIsReadFromTheLog()
    {
        await using FollowerRig rig = await FollowerRig.StartedAsync();
        rig.Server.Append("sx:");
        LogHead head = rig.Server.Append("sy:");

        rig.Server.Ring(rig.Server.Bells[1]);
        await rig.Follower.WaitUntilAppliedAsync(head.Position, CancellationToken.None);

        rig.Follower.Position.Should().Be(head.Position);
        rig.Sink.Last("sx:").Should().Be(1);
    }

    [Fact]
    public async Task Doorbells_AllDropped_RenewalCatchesUp()
    {
        await using FollowerRig rig = await FollowerRig.StartedAsync();
        LogHead head = rig.Server.Append("sx:");

        (await rig.Follower.RefreshAsync(CancellationToken.None)).Should().BeTrue();

        rig.Follower.Position.Should().Be(head.Position);
        rig.Sink.Last("sx:").Should().Be(1);
    }

    [Fact]
    public async Task Doorbell_Unreadable_RenewalCatchesUp()
    {
        await using FollowerRig rig = await FollowerRig.StartedAsync();
        LogHead head = rig.Server.Append("sx:");

        rig.Server.Ring(default);
        rig.Follower.Position.Sequence.Should().Be(0);
        await rig.Follower.RefreshAsync(CancellationToken.None);

        rig.Follower.Position.Should().Be(head.Position);
    }

    [Fact]
    public async Task Append_Own_AppliedWhenItCompletes()
    {
        await using FollowerRig rig = await FollowerRig.StartedAsync();
        rig.Server.Append("sx:");

        LogPosition position = await rig.Follower.AppendAsync(new LogRecord(["sy:"], 7, new byte[] { 1, 2 }), CancellationToken.None);

        position.Sequence.Should().Be(2);
        rig.Follower.Position.Should().Be(position);
        rig.Sink.Last("sx:").Should().Be(1);
        rig.Sink.Heard.Should().ContainSingle().Which.Origin.Should().Be(rig.Follower.NodeId);
    }

    [Fact]
    public async Task WaitUntilApplied_GapCannotBeClosed_CompletesAfterCommandTimeoutWithEffectInForce()
    {
        await using FollowerRig rig = await FollowerRig.StartedAsync();
        rig.Server.Append("sx:");
        rig.FailBefore("read");

        Task<LogPosition> append = rig.Follower.AppendAsync(new LogRecord(["sy:"]), CancellationToken.None).AsTask();
        append.IsCompleted.Should().BeFalse();
        rig.Sink.Last("sy:").Should().Be(2);
        rig.Time.Advance(TimeSpan.FromSeconds(1));

        (await append).Sequence.Should().Be(2);
        rig.Follower.Position.Sequence.Should().Be(0);
    }

    [Fact]
    public async Task WaitUntilApplied_EpochEnds_Completes()
    {
        await using FollowerRig rig = await FollowerRig.StartedAsync();
        LogHead head = rig.Server.Append("sx:");
        Task waiting = rig.Follower.WaitUntilAppliedAsync(head.Position with { Sequence = 99 }, CancellationToken.None);

        rig.Server.Lose();
        await rig.Follower.RefreshAsync(CancellationToken.None);

        await waiting;
        rig.Follower.Position.Epoch.Should().NotBe(head.Epoch);
    }

    [Fact]
    public async Task WaitUntilApplied_Cancelled_Throws()
    {
        await using FollowerRig rig = await FollowerRig.StartedAsync();
        using var leave = new CancellationTokenSource();
        Task waiting = rig.Follower.WaitUntilAppliedAsync(rig.Follower.Position with { Sequence = 99 }, leave.Token);

        await leave.CancelAsync();

        await waiting.Invoking(static w => w).Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory]
    [InlineData(5_000 / 64)]
    [InlineData((5_000 / 64) + 1)]
    [InlineData(200)]
    public async Task ColdStart_PagesEndInsideARecord_EveryMemberIsApplied(int records)
    {
        await using var rig = new FollowerRig();
        for (int record = 0; record < records; record++)
        {
            int first = record * LogRecord.MaxMembers;
            rig.Server.Append([.. Enumerable.Range(first, LogRecord.MaxMembers).Select(static i => $"s{i}:")]);
        }

        (await rig.Follower.EnsureCurrentAsync(CancellationToken.None)).Should().BeTrue();

        rig.Follower.Position.Sequence.Should().Be(records);
        for (int i = 0; i < records * LogRecord.MaxMembers; i++)
        {
            rig.Sink.Last($"s{i}:").Should().Be((i / LogRecord.MaxMembers) + 1);
        }
    }

    [Fact]
    public async Task ColdStart_RecordsMoveWhilePagesAreRead_NothingIsMissed()
    {
        await using var rig = new FollowerRig();
        for (int i = 0; i < 12_000; i++)
        {
            rig.Server.Append($"s{i}:");
        }

        int reads = 0;
        rig.Server.After = name =>
        {
            // After each page a member of the first page moves to the end, and one is new.
            if (name == "read" && ++reads < 5)
            {
                rig.Server.Append($"s{reads}:", $"snew{reads}:");
            }

            return Task.CompletedTask;
        };
        await rig.Follower.EnsureCurrentAsync(CancellationToken.None);
        rig.Heal();
        await rig.Follower.RefreshAsync(CancellationToken.None);

        rig.Follower.Position.Sequence.Should().Be(12_000 + Math.Min(reads, 4));
        for (int i = 1; i <= Math.Min(reads, 4); i++)
        {
            rig.Sink.Last($"s{i}:").Should().Be(12_000 + i);
            rig.Sink.Last($"snew{i}:").Should().Be(12_000 + i);
        }
    }
}
