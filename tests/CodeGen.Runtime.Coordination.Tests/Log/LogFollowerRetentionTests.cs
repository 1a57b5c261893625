using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Coordination.Tests;

/// <summary>What is retired, and when.</summary>
public sealed class LogFollowerRetentionTests
{
    private readonly List<KeyValuePair<string, long>> _swept = [];

    [Fact]
    public async Task Retire_NothingOldEnough_TouchesNothing()
    {
        await using FollowerRig rig = await OldAsync(TimeSpan.FromMinutes(9));

        await rig.Follower.RetireAsync(SweepAsync, CancellationToken.None);

        _swept.Should().BeEmpty();
        (await rig.Server.RenewAsync(false, CancellationToken.None)).ShortFloor.Should().Be(0);
    }

    [Fact]
    public async Task Retire_ShortRetentionOver_SweepsKeysAndLeavesScopes()
    {
        await using FollowerRig rig = await OldAsync(TimeSpan.FromMinutes(11));

        await rig.Follower.RetireAsync(SweepAsync, CancellationToken.None);

        _swept.Should().ContainSingle().Which.Should().Be(KeyValuePair.Create("kr\n1", 1L));
        LogHead head = await rig.Server.RenewAsync(false, CancellationToken.None);
        head.ShortFloor.Should().Be(1);
        head.Floor.Should().Be(0);
        (await rig.Server.GetLastAsync("kr\n1", CancellationToken.None)).Sequence.Should().Be(0);
        (await rig.Server.GetLastAsync("kr\n2", CancellationToken.None)).Sequence.Should().Be(3);
        (await rig.Server.GetLastAsync("sx:", CancellationToken.None)).Sequence.Should().Be(2);
    }

    [Fact]
    public async Task Retire_SweepFails_KeepsTheRecords()
    {
        await using FollowerRig rig = await OldAsync(TimeSpan.FromMinutes(11));

        await rig.Follower.RetireAsync((_, _) => Task.FromResult(false), CancellationToken.None);
        await rig.Follower.RetireAsync((_, _) => Task.FromException<bool>(new CoordinationException("away")), CancellationToken.None);

        (await rig.Server.GetLastAsync("kr\n1", CancellationToken.None)).Sequence.Should().Be(1);
        (await rig.Server.RenewAsync(false, CancellationToken.None)).ShortFloor.Should().Be(0);
    }

    [Fact]
    public async Task Retire_KeyRaisedAgainDuringTheSweep_KeepsTheNewRecord()
    {
        await using FollowerRig rig = await OldAsync(TimeSpan.FromMinutes(11));

        await rig.Follower.RetireAsync(
            (_, _) =>
            {
                rig.Server.Append("kr\n1");
                return Task.FromResult(true);
            },
            CancellationToken.None);

        (await rig.Server.GetLastAsync("kr\n1", CancellationToken.None)).Sequence.Should().Be(4);
    }

    [Fact]
    public async Task Retire_LongRetentionOver_RaisesTheFloorAndForgetsTheScope()
    {
        await using FollowerRig rig = await OldAsync(TimeSpan.FromMinutes(61));

        await rig.Follower.RetireAsync(SweepAsync, CancellationToken.None);

        LogHead head = await rig.Server.RenewAsync(false, CancellationToken.None);
        head.Floor.Should().Be(1);
        (await rig.Server.GetLastAsync("kr\n1", CancellationToken.None)).Sequence.Should().Be(0);

        // Its mark is younger than the record before it, so it stays.
        (await rig.Server.GetLastAsync("sx:", CancellationToken.None)).Sequence.Should().Be(2);
        await rig.Follower.RefreshAsync(CancellationToken.None);
        rig.Sink.Horizon.Floor.Should().Be(1);
    }

    [Fact]
    public async Task Retire_ServerAway_IsQuiet()
    {
        await using FollowerRig rig = await OldAsync(TimeSpan.FromMinutes(11));
        rig.FailBefore("time", "read");

        await rig.Follower.RetireAsync(SweepAsync, CancellationToken.None);

        _swept.Should().BeEmpty();
    }

    [Fact]
    public async Task Overflow_LogIsFull_RaisesTheFloorForAll()
    {
        await using FollowerRig rig = await FollowerRig.StartedAsync(maxRecords: 10);
        for (int i = 1; i <= 30; i++)
        {
            rig.Server.Append($"s{i}:");
        }

        await rig.Follower.RefreshAsync(CancellationToken.None);

        rig.Sink.Horizon.Floor.Should().BeGreaterThanOrEqualTo(20);
        for (long i = rig.Sink.Horizon.Floor + 1; i <= 30; i++)
        {
            rig.Sink.Last($"s{i}:").Should().Be(i);
        }
    }

    /// <summary>A key and its mark at the beginning, a scope half a second later, and after the time given another key.</summary>
    private static async Task<FollowerRig> OldAsync(TimeSpan age)
    {
        FollowerRig rig = await FollowerRig.StartedAsync();
        rig.Server.Append("kr\n1");
        rig.Time.Advance(TimeSpan.FromMilliseconds(500));
        rig.Server.Append("sx:");
        rig.Time.Advance(age);
        rig.Server.Append("kr\n2");
        return rig;
    }

    private Task<bool> SweepAsync(IReadOnlyList<KeyValuePair<string, long>> members, CancellationToken cancellationToken)
    {
        _swept.AddRange(members);
        return Task.FromResult(true);
    }
}
