using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static CodeGen.Runtime.Costs.Tests.BudgetHost;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>What cannot be written down is not done, and what cannot be read is told.</summary>
public sealed class BudgetJournalFailureTests
{
    [Fact]
    public async Task AnyStep_WhenTheLedgerIsFull_FailsAndChangesNothingAndWorksAgainWhenThereIsRoom()
    {
        using var ledger = new TestLedger();
        await using var host = new JournaledHost(ledger, Team, segmentBytes: TestLedger.SegmentBytes);
        BudgetHold hold = await host.Budgets.ReserveAsync(Usd(10));
        BudgetHold indeterminate = await host.Budgets.ReserveAsync(Usd(5));
        await indeterminate.DisposeAsync();
        BudgetHold abandoned = await host.Budgets.ReserveAsync(Usd(1));
        string[] before = Fill(host, ledger);

        Func<Task>[] steps =
        [
            async () => await host.Budgets.ReserveAsync(Usd(1)),
            async () => await host.Budgets.TryReserveAsync(Usd(1)),
            async () => await host.Budgets.ChargeAsync(Usd(1)),
            async () => await hold.SettleAsync(Usd(1)),
            async () => await hold.ReleaseAsync(),
            async () => await host.Budgets.ResolveAsync(indeterminate.Id, Usd(1)),
            async () => await host.Budgets.SettleAsync(indeterminate.Id, Usd(1)),
        ];
        foreach (Func<Task> step in steps)
        {
            await step.Should().ThrowAsync<LedgerUnavailableException>().WithMessage("*Make room*");
            host.Sums().Should().Equal(before);
        }

        await abandoned.DisposeAsync();
        host.Told.Of(3336).Should().ContainSingle().Which.Should().Contain($"{abandoned.Id}");
        (await host.Store.SnapshotAsync()).Should().BeTrue("a snapshot needs no segment");
        MakeRoom(ledger);
        await hold.SettleAsync(Usd(3));
        (await host.StatusAsync("team")).Should().BeEquivalentTo(new { Committed = Usd(3), Held = Usd(6), Indeterminate = Usd(6) });
    }

    [Fact]
    public async Task Snapshot_WithoutRoom_SaysSoAndNothingElseHappens()
    {
        using var ledger = new TestLedger();
        await using var host = new JournaledHost(ledger, Team);
        await host.Budgets.ChargeAsync(Usd(1));
        Directory.CreateDirectory(Path.Combine(SnapshotFile.PathOf(ledger.Path, 1) + ".new", "x"));
        (await host.Store.SnapshotAsync()).Should().BeFalse();
        host.Told.Of(3335).Should().ContainSingle().Which.Should().Contain(ledger.Path);
        await host.Budgets.ChargeAsync(Usd(1));
        (await host.Store.SnapshotAsync()).Should().BeTrue();
    }

    [Fact]
    public async Task Restore_OfARecordThatMakesNoSense_TellsWhichAndGoesOn()
    {
        using var ledger = new TestLedger();
        await using (var first = new JournaledHost(ledger, Team))
        {
            await first.Budgets.ChargeAsync(Usd(4));
            first.Log.Append((byte)LedgerRecordKind.Settle, ledger.Time.GetUtcNow(), [9, 9, 9]);
            first.Log.Append((byte)LedgerRecordKind.Reserve, ledger.Time.GetUtcNow(), [1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0, 77]);
            first.Log.Append((byte)LedgerRecordKind.Void, ledger.Time.GetUtcNow(), []);
            first.Log.Append((byte)LedgerRecordKind.Charge, ledger.Time.GetUtcNow(), [1, 2, 3]);
            await first.Budgets.ChargeAsync(Usd(3));
        }

        await using var second = new JournaledHost(ledger, Team);
        (await second.StatusAsync("team")).Should().BeEquivalentTo(new { Committed = Usd(7), Held = Usd(0) });
        second.Told.Of(3331).Select(static text => text.Split(' ')[1]).Should().BeEquivalentTo("2", "3", "4");
        second.Told.Of(3331).Should().OnlyContain(text => text.Contains(ledger.Path));
    }

    [Fact]
    public async Task Restore_OfThousandsThatMakeNoSense_TellsSomeAndTheirNumber()
    {
        using var ledger = new TestLedger();
        await using (var first = new JournaledHost(ledger, Team))
        {
            for (int i = 0; i < 100; i++)
            {
                first.Log.Append((byte)LedgerRecordKind.Void, ledger.Time.GetUtcNow(), [200]);
            }
        }

        await using var second = new JournaledHost(ledger, Team);
        second.Told.Of(3331).Should().HaveCount(16);
        second.Told.Of(3338).Should().ContainSingle().Which.Should().StartWith("84 more records");
    }

    [Fact]
    public async Task Restore_AfterATornTail_HasAllThatWasWhole()
    {
        using var ledger = new TestLedger();
        long offset;
        await using (var first = new JournaledHost(ledger, Team))
        {
            await first.Budgets.ChargeAsync(Usd(4));
            await first.Budgets.ReserveAsync(Usd(9));
            offset = first.Log.EndOf(1).Limit;
        }

        // A process that was killed while it wrote a record: everything but its first word.
        TestLedger.Overwrite(ledger.Segment(1), offset + 4, TestLedger.Payload(1, 90));
        await using var second = new JournaledHost(ledger, Team);
        second.Log.Opening.TornTails.Should().Be(1);
        (await second.StatusAsync("team")).Should().BeEquivalentTo(new { Committed = Usd(4), Held = Usd(9) });
        second.Told.All.Should().OnlyContain(static told => told.Id == 3330);
        await second.Budgets.ChargeAsync(Usd(1));
    }

    [Fact]
    public async Task Restore_OfADamagedRecord_SaysThatSumsMayBeWrongAndGoesOn()
    {
        using var ledger = new TestLedger();
        long offset;
        await using (var first = new JournaledHost(ledger, Team))
        {
            await first.Budgets.ChargeAsync(Usd(4));
            offset = first.Log.EndOf(1).Limit;
            await first.Budgets.ChargeAsync(Usd(3));
            await first.Budgets.ChargeAsync(Usd(2));
        }

        TestLedger.Flip(ledger.Segment(1), (offset + RecordHeader.Bytes + 3) * 8);
        await using var second = new JournaledHost(ledger, Team);
        (await second.StatusAsync("team")).Committed.Should().Be(Usd(6));
        second.Told.Of(3333).Should().ContainSingle().Which.Should().Contain("record 2 is lost");
    }

    /// <summary>Fills the segment, and puts a folder where the next one would be prepared, which stands for any reason why there can be none.</summary>
    private static string[] Fill(JournaledHost host, TestLedger ledger)
    {
        for (int i = 1; i < 50; i++)
        {
            try
            {
                Directory.CreateDirectory(Path.Combine(ledger.Path, $"{i}{SegmentName.Unfinished}", "x"));
            }
            catch (IOException)
            {
                // The one that was prepared already is a file; it is used up below.
            }
        }

        try
        {
            while (true)
            {
                host.Log.Append((byte)LedgerRecordKind.Charge, ledger.Time.GetUtcNow(), []);
            }
        }
        catch (LedgerUnavailableException)
        {
            return host.Sums();
        }
    }

    private static void MakeRoom(TestLedger ledger)
    {
        foreach (string path in Directory.GetDirectories(ledger.Path))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private static void Team(IServiceCollection services) => services.AddBudget("team", static b => b.Monthly(100).Enforce());
}
