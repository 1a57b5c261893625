using CodeGen.Runtime.TestKit;
using FluentAssertions;
using StackExchange.Redis;
using Xunit;

namespace CodeGen.Runtime.Coordination.Tests;

/// <summary>The log on real servers: large numbers, losses, doorbells.</summary>
[Collection(ServersCollection.Name)]
public sealed class RedisLogServerTests(ServersFixture servers)
{
    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Sequences_AboveTwoToTheForty_AreExact(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        await using var rig = new RedisRig(server.ConnectionString);
        LogHead first = await rig.Log.AppendAsync(new LogRecord(["s0:"]), CancellationToken.None);
        const long start = (1L << 40) + 12_345;
        IDatabase database = (await rig.Connection.ControlAsync(CancellationToken.None)).GetDatabase();
        await database.SortedSetAddAsync(rig.LogKey, "q", -start);

        for (int i = 1; i <= 5; i++)
        {
            LogHead head = await rig.Log.AppendAsync(new LogRecord([$"s{i}:", $"kr\n{i}"]), CancellationToken.None);
            head.Should().Be(first with { Sequence = start + i });
        }

        await rig.Log.RetireShortAsync([new("kr\n2", start + 2)], start + 2, CancellationToken.None);
        await rig.Log.RetireAsync(start + 1, CancellationToken.None);
        LogPage page = await rig.Log.ReadAsync(start + 2, 100, CancellationToken.None);

        page.Head.Should().Be(new LogHead(first.Epoch, start + 5, start + 1, start + 2, 0));
        page.Members.Where(static m => m.Key[0] == 's').Select(static m => (m.Key, m.Value)).Should().Equal(("s3:", start + 3), ("s4:", start + 4), ("s5:", start + 5));
        (await rig.Log.GetLastAsync("kr\n2", CancellationToken.None)).Sequence.Should().Be(0);
        (await rig.Log.GetLastAsync("kr\n3", CancellationToken.None)).Sequence.Should().Be(start + 3);
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Log_Deleted_HasANewEpoch(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        await using var rig = new RedisRig(server.ConnectionString);
        LogHead before = await rig.Log.AppendAsync(new LogRecord(["sx:"]), CancellationToken.None);
        IDatabase database = (await rig.Connection.ControlAsync(CancellationToken.None)).GetDatabase();

        await database.KeyDeleteAsync(rig.LogKey);
        LogHead after = await rig.Log.RenewAsync(false, CancellationToken.None);

        after.Epoch.Should().NotBe(before.Epoch);
        after.Should().Be(new LogHead(after.Epoch, 0, 0, 0, 0));
        (await rig.Log.RenewAsync(false, CancellationToken.None)).Epoch.Should().Be(after.Epoch);
    }

    [SkippableFact]
    public async Task Redis_RestartsWithItsData_NewEpochAndTheSequenceJumps()
    {
        Requires.RedisServer();
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        string name = TestServers.UniqueNamespace();
        LogHead before;
        await using (var rig = new RedisRig(server.ConnectionString, name))
        {
            await rig.Log.AppendAsync(new LogRecord(["sx:"]), CancellationToken.None);
            before = await rig.Log.AppendAsync(new LogRecord(["sy:"]), CancellationToken.None);
        }

        await server.ExecuteAsync("SAVE");
        await server.RestartAsync();
        await using var again = new RedisRig(server.ConnectionString, name);
        LogHead after = await again.Log.RenewAsync(false, CancellationToken.None);

        after.Epoch.Should().NotBe(before.Epoch);
        after.PreviousEpoch.Should().Be(before.Epoch);
        after.Sequence.Should().Be(before.Sequence + 1_000_000);
        (await again.Log.AppendAsync(new LogRecord(["sz:"]), CancellationToken.None)).Should().Be(after with { Sequence = after.Sequence + 1 });
    }

    [SkippableFact]
    public async Task Redis_Flushed_NewEpoch()
    {
        Requires.RedisServer();
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using var rig = new RedisRig(server.ConnectionString);
        LogHead before = await rig.Log.AppendAsync(new LogRecord(["sx:"]), CancellationToken.None);

        await server.FlushAllAsync();
        LogHead after = await rig.Log.AppendAsync(new LogRecord(["sy:"]), CancellationToken.None);

        after.Epoch.Should().NotBe(before.Epoch);
        after.Sequence.Should().Be(1);
        after.PreviousEpoch.Should().Be(0);
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Doorbell_Append_IsHeardWithHeadAndRecord(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        await using var rig = new RedisRig(server.ConnectionString);
        var heard = new TaskCompletionSource<Doorbell>(TaskCreationOptions.RunContinuationsAsynchronously);
        await rig.Log.SubscribeAsync(bell => heard.TrySetResult(bell), CancellationToken.None);

        LogHead head = await rig.Log.AppendAsync(new LogRecord(["sx:", "ty"], 3, new byte[] { 0, 255, 124 }, 77), CancellationToken.None);

        Doorbell bell = await heard.Task.WaitAsync(TimeSpan.FromSeconds(30));
        bell.Head.Should().Be(head);
        bell.Record!.Members.Should().Equal("sx:", "ty");
        bell.Record.Operation.Should().Be(3);
        bell.Record.Origin.Should().Be(77);
        bell.Record.Inline.ToArray().Should().Equal(0, 255, 124);
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Append_MoreThanTheLogHolds_OldestGoAndTheFloorRises(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        await using var rig = new RedisRig(server.ConnectionString);
        rig.Options.MaxLogRecords = 1_000;
        for (int i = 0; i < 40; i++)
        {
            await rig.Log.AppendAsync(new LogRecord([.. Enumerable.Range(i * 30, 30).Select(static m => $"s{m}:")]), CancellationToken.None);
        }

        LogPage page = await rig.Log.ReadAsync(0, 10_000, CancellationToken.None);

        page.Head.Floor.Should().BeInRange(6, 12);
        page.Members.Should().OnlyContain(m => m.Value > page.Head.Floor);
        page.Members.Count(static m => m.Key[0] == 's').Should().Be((int)(40 - page.Head.Floor) * 30);
    }
}
