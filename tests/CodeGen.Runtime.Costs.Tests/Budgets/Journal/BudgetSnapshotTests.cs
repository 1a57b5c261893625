using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using static CodeGen.Runtime.Costs.Tests.BudgetHost;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>A start reads the newest snapshot and what came after it; a snapshot that is no good costs time and nothing else.</summary>
public sealed class BudgetSnapshotTests
{
    [Fact]
    public async Task Start_WithASnapshot_ReadsWhatCameAfterItOnly()
    {
        using var ledger = new TestLedger();
        await SpendAsync(ledger, snapshots: 2, after: 3);
        await using var host = new JournaledHost(ledger, Team);
        (await host.StatusAsync("team")).Committed.Should().Be(Usd(5));
        host.Told.Of(3330).Single().Should().Contain("snapshot 'budgets-0000000000000000002.snapshot', and 3 records");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    [InlineData(40)]
    [InlineData(70)]
    public async Task Start_WithTheNewestSnapshotDamaged_TakesTheOneBefore(int at)
    {
        using var ledger = new TestLedger();
        await SpendAsync(ledger, snapshots: 3, after: 2);
        TestLedger.Flip(SnapshotFile.PathOf(ledger.Path, 3), at * 8);
        await using var host = new JournaledHost(ledger, Team);
        (await host.StatusAsync("team")).Committed.Should().Be(Usd(5));
        host.Told.Of(3332).Should().ContainSingle().Which.Should().Contain("budgets-0000000000000000003.snapshot");
        host.Told.Of(3330).Single().Should().Contain("budgets-0000000000000000002.snapshot', and 3 records");
    }

    [Fact]
    public async Task Start_WithSnapshotsCutAnywhere_ReadsTheLedgerInstead()
    {
        using var ledger = new TestLedger();
        await SpendAsync(ledger, snapshots: 1, after: 1);
        string path = SnapshotFile.PathOf(ledger.Path, 1);
        byte[] whole = File.ReadAllBytes(path);
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            await using var host = new JournaledHost(ledger, Team);
            (await host.StatusAsync("team")).Committed.Should().Be(Usd(2));
            host.Told.Of(3332).Should().ContainSingle();
        }
    }

    [Fact]
    public async Task Start_WithASnapshotOfOtherContent_BeginsAnewAndCountsNothingTwice()
    {
        using var ledger = new TestLedger();
        await SpendAsync(ledger, snapshots: 1, after: 1);
        Guid node;
        byte[] body;
        using (LedgerLog log = ledger.Open(JournaledHost.SegmentBytes))
        {
            node = log.Node;
            SnapshotFile.TryRead(SnapshotFile.PathOf(ledger.Path, 1), node, 2, out SnapshotFile? file, out _).Should().BeTrue();
            body = [.. file!.Body.Span, 7];
        }

        // Whole by its checksums, and its sums come before what makes no sense.
        SnapshotFile.Write(ledger.Path, node, 2, 0, body);
        File.Delete(SnapshotFile.PathOf(ledger.Path, 1));
        await using var host = new JournaledHost(ledger, Team);
        (await host.StatusAsync("team")).Committed.Should().Be(Usd(2));
        host.Told.Of(3332).Should().ContainSingle().Which.Should().Contain("no snapshot that this version can read");
    }

    [Fact]
    public async Task Start_WithASnapshotOfAnotherLedger_LeavesItAlone()
    {
        using var ledger = new TestLedger();
        using var other = new TestLedger();
        await SpendAsync(ledger, snapshots: 1, after: 0);
        await SpendAsync(other, snapshots: 0, after: 2);
        File.Copy(SnapshotFile.PathOf(ledger.Path, 1), SnapshotFile.PathOf(other.Path, 1));
        await using (var host = new JournaledHost(other, Team))
        {
            (await host.StatusAsync("team")).Committed.Should().Be(Usd(2));
            host.Told.Of(3332).Should().ContainSingle().Which.Should().Contain("was written by node");
        }

        File.Copy(SnapshotFile.PathOf(ledger.Path, 1), SnapshotFile.PathOf(ledger.Path, 9));
        await using var renamed = new JournaledHost(ledger, Team);
        (await renamed.StatusAsync("team")).Committed.Should().Be(Usd(1));
        renamed.Told.Of(3332).Should().ContainSingle().Which.Should().Contain("the file was renamed");
    }

    [Fact]
    public async Task Start_AfterASnapshotThatWasNotFinished_RemovesIt()
    {
        using var ledger = new TestLedger();
        await SpendAsync(ledger, snapshots: 1, after: 1);
        File.WriteAllBytes(SnapshotFile.PathOf(ledger.Path, 2) + SegmentName.Unfinished, [1, 2, 3]);
        await using var host = new JournaledHost(ledger, Team);
        (await host.StatusAsync("team")).Committed.Should().Be(Usd(2));
        Directory.EnumerateFiles(ledger.Path, "*.snapshot*").Should().ContainSingle();
    }

    [Fact]
    public async Task Snapshot_Again_KeepsTwoAndWritesNothingWhereNothingHappened()
    {
        using var ledger = new TestLedger();
        await using var host = new JournaledHost(ledger, Team);
        for (int i = 1; i <= 4; i++)
        {
            await host.Budgets.ChargeAsync(Usd(1));
            (await host.Store.SnapshotAsync()).Should().BeTrue();
            (await host.Store.SnapshotAsync()).Should().BeTrue();
        }

        SnapshotFile.List(ledger.Path).Should().Equal(SnapshotFile.PathOf(ledger.Path, 4), SnapshotFile.PathOf(ledger.Path, 3));
    }

    [Fact]
    public async Task Snapshot_WhileThreadsSpend_StandsForWhatItsNumberSays()
    {
        using var ledger = new TestLedger();
        string[] live;
        await using (var host = new JournaledHost(ledger, Team))
        {
            for (int round = 0; round < 12; round++)
            {
                // A snapshot is taken while four spend.
                Task[] spending = [.. Enumerable.Range(1, 4).Select(_ => Task.Factory.StartNew(() => SpendAsync(host.Budgets), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap())];
                (await host.Store.SnapshotAsync()).Should().BeTrue();
                await Task.WhenAll(spending);
            }

            live = host.Sums();
        }

        await using (var next = new JournaledHost(ledger, Team))
        {
            next.Sums().Should().Equal(live);
            next.Told.Of(3330).Single().Should().Contain("snapshot 'budgets-");
        }

        foreach (string path in SnapshotFile.List(ledger.Path))
        {
            File.Delete(path);
        }

        await using var whole = new JournaledHost(ledger, Team);
        whole.Sums().Should().Equal(live);
    }

    [Fact]
    public async Task DeleteOlderThan_WithoutTwoSnapshots_LeavesWhatARestoreNeeds()
    {
        using var ledger = new TestLedger();
        await using (var host = new JournaledHost(ledger, Team, segmentBytes: TestLedger.SegmentBytes))
        {
            await FillAsync(host, ledger);
            host.Log.DeleteOlderThan(TimeSpan.Zero).Should().BeEmpty("there is no snapshot");
            await host.Store.SnapshotAsync();
            host.Log.DeleteOlderThan(TimeSpan.Zero).Should().BeEmpty("if the only one cannot be read, all is needed");
            await FillAsync(host, ledger);
            await host.Store.SnapshotAsync();
            host.Log.DeleteOlderThan(TimeSpan.Zero).Should().NotBeEmpty();
        }

        // Also when the newest is lost, nothing is missing.
        File.Delete(SnapshotFile.List(ledger.Path).First());
        await using var next = new JournaledHost(ledger, Team, segmentBytes: TestLedger.SegmentBytes);
        (await next.StatusAsync("team")).Committed.Should().Be(Usd(60));
        next.Told.All.Should().OnlyContain(static told => told.Id == 3330);
    }

    [Fact]
    public async Task Start_WithoutSnapshotsInALedgerThatWasShortened_SaysWhatIsNotCounted()
    {
        using var ledger = new TestLedger();
        await using (var host = new JournaledHost(ledger, Team, segmentBytes: TestLedger.SegmentBytes))
        {
            await FillAsync(host, ledger);
        }

        File.Delete(ledger.Segment(1));
        await using var next = new JournaledHost(ledger, Team, segmentBytes: TestLedger.SegmentBytes);
        next.Told.Of(3337).Should().ContainSingle().Which.Should().Contain("begins with record ");
        (await next.StatusAsync("team")).Committed.Should().Be(Usd(1));
    }

    [Fact]
    public async Task Host_StartsAndStops_RestoresAtStartAndTakesSnapshots()
    {
        using var ledger = new TestLedger();
        await SpendAsync(ledger, snapshots: 0, after: 2);
        var saved = new TaskCompletionSource();
        await using (var host = new JournaledHost(ledger, Team, inner => new StoppingJournal(inner, at: 0, written: false, saved)))
        {
            var time = new TimerTime();
            using var service = new BudgetSnapshotService(host.Services, time);
            await service.StartAsync(default);
            await time.Ready;
            await host.Budgets.ChargeAsync(Usd(1));
            time.Advance(BudgetsOptions.DefaultSnapshotInterval);
            await saved.Task;
            SnapshotFile.List(ledger.Path).Should().Equal(SnapshotFile.PathOf(ledger.Path, 3));
            await host.Budgets.ChargeAsync(Usd(1));
            await service.StopAsync(default);
            SnapshotFile.List(ledger.Path).First().Should().Be(SnapshotFile.PathOf(ledger.Path, 4));
        }

        await using var next = new JournaledHost(ledger, Team);
        (await next.StatusAsync("team")).Committed.Should().Be(Usd(4));
    }

    [Fact]
    public async Task Host_WithoutALedger_TakesNoneAndBeginsAtZero()
    {
        await using var host = new ServiceCollection().AddBudget("team", static b => b.Monthly(1)).BuildServiceProvider();
        BudgetSnapshotService service = host.GetServices<IHostedService>().OfType<BudgetSnapshotService>().Single();
        await service.StartAsync(default);
        await service.StopAsync(default);
        (await host.GetRequiredService<IBudgets>().GetStatusAsync("team"))!.Committed.Should().Be(Usd(0));
    }

    /// <summary>So many snapshots, a dollar before each, and so many dollars after them.</summary>
    private static async Task SpendAsync(TestLedger ledger, int snapshots, int after)
    {
        await using var host = new JournaledHost(ledger, Team);
        for (int i = 0; i < snapshots + after; i++)
        {
            await host.Budgets.ChargeAsync(Usd(1));
            _ = i < snapshots && await host.Store.SnapshotAsync();
        }
    }

    private static async Task SpendAsync(IBudgets budgets)
    {
        for (int i = 0; i < 60; i++)
        {
            BudgetHold hold = await budgets.ReserveAsync(Usd(0.03m));
            await budgets.ChargeAsync(Usd(0.01m));
            if (i % 7 == 0)
            {
                await hold.ReleaseAsync();
            }
            else if (i % 9 != 0)
            {
                await budgets.SettleAsync(hold.Id, Usd(0.02m));
            }
        }
    }

    /// <summary>Thirty dollars, of which some segment has the last and none of the others.</summary>
    private static async Task FillAsync(JournaledHost host, TestLedger ledger)
    {
        for (int i = 0; i < 29; i++)
        {
            await host.Budgets.ChargeAsync(Usd(1));
        }

        for (int segments = SegmentName.List(ledger.Path).Count; SegmentName.List(ledger.Path).Count == segments;)
        {
            host.Log.Append((byte)LedgerRecordKind.Charge, ledger.Time.GetUtcNow(), []);
        }

        await host.Budgets.ChargeAsync(Usd(1));
    }

    private static void Team(IServiceCollection services) => services.AddBudget("team", static b => b.Monthly(1_000));

    /// <summary>Tells when the service has a timer.</summary>
    private sealed class TimerTime : FakeTimeProvider
    {
        private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Ready => _ready.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            ITimer timer = base.CreateTimer(callback, state, dueTime, period);
            _ready.TrySetResult();
            return timer;
        }
    }
}
