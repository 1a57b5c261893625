using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Coordination.Tests;

/// <summary>A log that was lost and begins anew.</summary>
public sealed class LogFollowerEpochTests
{
    [Fact]
    public async Task Epoch_Changes_OldLeaseAndOldSequencesAreOver()
    {
        await using FollowerRig rig = await FollowerRig.StartedAsync();
        rig.Server.Append("sx:");
        rig.Server.Append("sy:");
        rig.Server.RingAll();
        ulong old = rig.Follower.Position.Epoch;
        rig.Server.Lose();
        rig.Server.Append("sz:");

        // The renewal under which the change was found grants, once it has caught up.
        (await rig.Follower.RefreshAsync(CancellationToken.None)).Should().BeTrue();

        rig.Follower.Position.Epoch.Should().NotBe(old);
        rig.Follower.Position.Sequence.Should().Be(1);
        rig.Sink.Horizon.Epoch.Should().Be(rig.Follower.Position.Epoch);
        rig.Sink.Last("sx:").Should().Be(0);
        rig.Sink.Last("sz:").Should().Be(1);
    }

    [Fact]
    public async Task Doorbell_OfANewEpoch_DropsTheLeaseAndIsFollowed()
    {
        await using FollowerRig rig = await FollowerRig.StartedAsync();
        rig.Server.Lose();
        LogHead head = rig.Server.Append("sz:");
        (Task reached, TaskCompletionSource release) = rig.HoldAnswer("read");

        rig.Server.RingAll();

        rig.Follower.HasLease.Should().BeFalse();
        await reached;
        release.SetResult();
        await rig.Follower.WaitUntilAppliedAsync(head.Position, CancellationToken.None);
        rig.Follower.Position.Should().Be(head.Position);
        rig.Sink.Last("sz:").Should().Be(1);
    }

    [Fact]
    public async Task Doorbell_EchoOfAnOldEpoch_ChangesNothing()
    {
        await using FollowerRig rig = await FollowerRig.StartedAsync();
        rig.Server.Append("sx:");
        Doorbell echo = rig.Server.Bells[0];
        rig.Server.Lose();
        await rig.Follower.RefreshAsync(CancellationToken.None);
        LogPosition position = rig.Follower.Position;

        rig.Server.Ring(echo);
        await rig.Follower.RefreshAsync(CancellationToken.None);

        rig.Follower.Position.Should().Be(position);
        rig.Sink.Last("sx:").Should().Be(0);
    }

    [Fact]
    public async Task Position_EpochChangesMeanwhile_NeverPairsTheNewEpochWithAnOldSequence()
    {
        // The wrong pair would stand for a nanosecond or two: the more changes, the surer it is seen.
        const int changes = 20_000;
        await using FollowerRig rig = await FollowerRig.StartedAsync();
        using var stop = new CancellationTokenSource();
        var seen = new HashSet<LogPosition>();
        var reader = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                LogPosition position = rig.Follower.Position;

                // The old epoch with a new sequence may be seen, and is dead: only what is still of the epoch counts.
                if (position.Sequence > 0 && rig.Follower.Horizon.Epoch == position.Epoch)
                {
                    seen.Add(position);
                }
            }
        });
        reader.Start();
        var longEpochs = new HashSet<ulong>();
        for (int change = 0; change < changes; change++)
        {
            // Epochs with a record and without in turn: in those without no position is above 0.
            rig.Server.Lose();
            if (change % 2 == 1)
            {
                rig.Server.Append("sx:");
                rig.Server.Bells.Clear();
            }

            await rig.Follower.RefreshAsync(CancellationToken.None);
            if (change % 2 == 1)
            {
                longEpochs.Add(rig.Follower.Position.Epoch);
            }
        }

        await stop.CancelAsync();
        reader.Join();
        seen.Where(p => !longEpochs.Contains(p.Epoch)).Should().BeEmpty();
    }

    [Fact]
    public async Task Floor_RaisedByAnotherNode_IsToldWithTheNextRecord()
    {
        await using FollowerRig rig = await FollowerRig.StartedAsync();
        rig.Server.Append("sx:");
        rig.Server.Append("sy:");
        rig.Server.RingAll();
        await rig.Server.RetireAsync(1, CancellationToken.None);

        rig.Server.Append("sz:");
        rig.Server.RingAll();

        rig.Sink.Horizon.Floor.Should().Be(1);
        rig.Sink.Horizon.LocalFloor.Should().Be(0);
    }

    [Fact]
    public async Task PagesTrimmed_WhileCutOff_RaisesTheFloors()
    {
        await using FollowerRig rig = await FollowerRig.StartedAsync();
        for (int i = 1; i <= 6; i++)
        {
            rig.Server.Append($"kr\n{i}");
        }

        await rig.Server.RetireShortAsync([new("kr\n3", 3), new("kr\n4", 4)], 4, CancellationToken.None);
        await rig.Server.RetireAsync(2, CancellationToken.None);

        await rig.Follower.RefreshAsync(CancellationToken.None);

        rig.Sink.Horizon.Floor.Should().Be(2);
        rig.Sink.Horizon.LocalFloor.Should().Be(4);
        rig.Sink.Last("kr\n5").Should().Be(5);
        rig.Sink.Last("kr\n4").Should().Be(0);
    }

    [Fact]
    public async Task ShortRecordsRetired_BeforeTheFirstCatchUpOfAnEpochEnded_RaisesTheLocalFloor()
    {
        await using FollowerRig rig = await FollowerRig.StartedAsync();
        rig.Server.Lose();
        int reads = 0;
        rig.Server.Before = name => name == "read" && ++reads == 2 ? Task.FromException(new CoordinationException(name)) : Task.CompletedTask;

        // The epoch is known from the first page, then the way is cut: values made now are of the new epoch, at 0.
        await rig.Follower.RefreshAsync(CancellationToken.None);
        reads.Should().Be(2);
        rig.Server.Append("kr\n1");
        await rig.Server.RetireShortAsync([new("kr\n1", 1)], 1, CancellationToken.None);
        rig.Heal();
        await rig.Follower.RefreshAsync(CancellationToken.None);

        rig.Follower.HasLease.Should().BeTrue();
        rig.Sink.Last("kr\n1").Should().Be(0);
        rig.Sink.Horizon.LocalFloor.Should().Be(1);
    }
}
