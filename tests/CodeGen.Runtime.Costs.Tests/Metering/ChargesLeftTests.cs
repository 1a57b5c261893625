using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>A process is killed between the ledger's record of a charge and the budgets' record of it: after a restart the budgets have what the ledger has, once, in the windows of then.</summary>
public sealed class ChargesLeftTests
{
    private static readonly DateTimeOffset s_august = new(2026, 8, 31, 23, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Restart_AfterAKillAtEachRecord_BooksWhatTheLedgerHasOnce(bool written, bool snapshots)
    {
        for (int kill = 1; kill <= 7; kill++)
        {
            int at = kill;
            int lives = 0;
            using var host = new MeteredHost(builder =>
            {
                builder.AddBudget("month", static b => b.Monthly(100m)).AddBudget("mine", static b => b.Scope("project", "p42").Yearly(100m).Enforce());
                if (lives++ == 0)
                {
                    builder.Services.AddSingleton<IBudgetJournal>(provider => new StoppingJournal(
                        new LedgerBudgetJournal(provider.GetRequiredService<LedgerLog>(), provider.GetRequiredService<TimeProvider>(), NullLogger.Instance, provider.GetRequiredService<ChargesUnderWay>()), at, written));
                }
            });
            await LiveAsync(host, snapshots);
            CostRecord[] all = [.. host.Records];

            for (int start = 0; start < 2; start++)
            {
                host.Restart();
                host.Time.Advance(TimeSpan.FromDays(40));
                foreach (int month in new[] { 8, 9 })
                {
                    BudgetStatus status = (await host.Budgets.GetStatusAsync("month", new DateTimeOffset(2026, month, 15, 0, 0, 0, TimeSpan.Zero)))!;
                    status.Committed.Should().Be(Sum(all.Where(record => record.IngestTime.Month == month)), "killed at record {0}, month {1}", kill, month);
                }

                (await host.Budgets.GetStatusAsync("mine"))!.Committed.Should().Be(Sum(all.Where(static record => record.Attribution.Project == "p42")), "killed at record {0}", kill);
                if (all.Any(static record => record.Hold is not null))
                {
                    (await host.Budgets.GetIndeterminateAsync()).Should().BeEmpty();
                }
            }
        }
    }

    [Fact]
    public void Advance_ChargeIsBetweenLedgerAndBudgets_StaysBehindItUntilItHasLeft()
    {
        var underWay = new ChargesUnderWay();
        underWay.Advance(static () => 10).Should().Be(10);
        int group = underWay.Enter();
        underWay.Advance(static () => 20).Should().Be(10, "what it writes may have any place from 11 on");
        underWay.Advance(static () => 30).Should().Be(10);
        underWay.Advance(static () => 40).Should().Be(10);
        underWay.Leave(group);
        underWay.Advance(static () => 50).Should().Be(50);
    }

    private static async Task LiveAsync(MeteredHost host, bool snapshots)
    {
        host.Time.SetUtcNow(s_august);
        var store = (InProcessBudgetStore)((BudgetKeeper)host.Budgets).Store;
        var mine = new CostTerms { Attribution = new CostAttribution { Project = "p42" } };
        try
        {
            host.Tracker.Track(Stated(1), mine);
            await SaveAsync();
            host.Time.Advance(TimeSpan.FromHours(2));
            host.Tracker.Track(Stated(2));
            await SaveAsync();
            BudgetHold hold = await host.Budgets.ReserveAsync(Money.Of(5, Currency.Usd), mine.Attribution);
            await host.Tracker.SettleAsync(hold, Stated(4));
            await SaveAsync();
            host.Tracker.Track(Stated(8), mine);
            host.Tracker.Track(Stated(16), mine);
        }
        catch (KilledException)
        {
            // The end.
        }

        async Task SaveAsync()
        {
            if (snapshots)
            {
                await store.SnapshotAsync();
            }
        }
    }

    private static CostUse Stated(decimal amount) => CostUse.Stated(CostCategory.Api, "call", MeterQuantity.Of(1m), Money.Of(amount, Currency.Usd));

    private static Money Sum(IEnumerable<CostRecord> records) => records.Aggregate(Money.Of(0, Currency.Usd), static (sum, record) => sum + record.Amount.Round());
}
