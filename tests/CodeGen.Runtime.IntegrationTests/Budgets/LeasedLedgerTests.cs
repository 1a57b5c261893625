using CodeGen.Runtime.Costs;
using CodeGen.Runtime.Costs.Tests;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Budgets;

/// <summary>A process that serves reservations from chunks and has a ledger is killed at each of its records: what the store was told is counted once, what it was not stays charged as the chunk.</summary>
public sealed class LeasedLedgerTests
{
    private static readonly LeasingOptions s_leased = new() { Mode = SharedBudgetMode.Leased };

    /// <summary>What the life does: each step with what it adds to what the server books and holds once it is done, and with how many records.</summary>
    private static readonly (Func<LedgeredNode, List<BudgetHold>, Task> Do, decimal Committed, decimal Held, int Records)[] s_steps =
    [
        (static async (node, holds) => holds.Add(await node.Budgets.ReserveAsync(Usd(5))), 0, 25, 1),
        (static async (node, holds) => holds.Add(await node.Budgets.ReserveAsync(Usd(4))), 0, 0, 0),
        (static async (node, holds) => holds.Add(await node.Budgets.ReserveAsync(Usd(3))), 0, 0, 0),
        (static async (_, holds) => await holds[0].SettleAsync(Usd(2)), 0, 0, 0),
        (static async (node, _) => await node.Node.FlushAsync(), 2, 7 - 25, 2),
        (static async (_, holds) => await holds[1].SettleAsync(Usd(1)), 1, -4, 2),
        (static async (_, holds) => await holds[2].ReleaseAsync(), 0, -3, 2),
        (static async (node, holds) => holds.Add(await node.Budgets.ReserveAsync(Usd(4))), 0, 24, 1),
        (static async (_, holds) => await holds[3].SettleAsync(Usd(4)), 0, 0, 0),
        (static async (node, _) => await node.Node.FlushAsync(), 4, -24, 2),
    ];

    [SkippableTheory]
    [InlineData(false, false, false)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(true, true, false)]
    [InlineData(false, false, true)]
    [InlineData(true, true, true)]
    public async Task Kill_AtEachRecord_CountsWhatTheStoreWasToldOnceAndChargesTheRest(bool written, bool flush, bool snapshots)
    {
        Requires.RedisServer();
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        int records = s_steps.Sum(static step => step.Records);
        for (int kill = 1; kill <= records + 1; kill++)
        {
            await using BudgetWorld world = await BudgetWorld.CreateAsync(server.ConnectionString);
            using var ledger = new TestLedger();
            (decimal committed, decimal held) = await LiveAsync(world, ledger, kill, written, flush, snapshots);
            if (flush)
            {
                await server.FlushAllAsync();
                await world.AdvanceAsync(TimeSpan.Zero);
            }

            for (int start = 1; start <= 2; start++)
            {
                await using var next = new LedgeredNode(world, ledger, Define);
                await next.SettledAsync();
                (await next.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(committed), Held = Usd(held) }, "killed at record {0}, start {1}", kill, start);
            }

            // The account alone is enough, whatever else happens to the server.
            await server.FlushAllAsync();
            await world.AdvanceAsync(TimeSpan.Zero);
            await using var last = new LedgeredNode(world, ledger, Define);
            await last.SettledAsync();
            (await last.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(committed), Held = Usd(held) }, "killed at record {0}, and flushed", kill);
        }
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Split_ThatWaitedWhenTheProcessDied_IsDoneOnceWithWhatWasClosedAfterIt(bool snapshot)
    {
        Requires.RedisServer();
        await using RedisServerProcess server = await RedisServerProcess.StartAsync("--appendonly", "yes", "--appendfsync", "always");
        await using BudgetWorld world = await BudgetWorld.CreateAsync(server.ConnectionString);
        using var ledger = new TestLedger();
        await using (var dead = new LedgeredNode(world, ledger, Define, address: server.ConnectionString, leasing: s_leased))
        {
            var holds = new List<BudgetHold>();
            foreach (int amount in new[] { 5, 4, 3, 2 })
            {
                holds.Add(await dead.Budgets.ReserveAsync(Usd(amount)));
            }

            server.Kill();
            await holds[0].SettleAsync(Usd(2));
            await dead.Node.FlushAsync();
            await holds[1].SettleAsync(Usd(1));
            (await holds[2].ReleaseAsync()).Should().BeTrue();
            dead.Store.WaitingCount.Should().Be(3);
            dead.Store.FindOpen(holds[3].Id).Should().NotBeNull("a chunk leaves it behind");
            if (snapshot)
            {
                (await dead.Store.SnapshotAsync()).Should().BeTrue();
            }
        }

        await server.RestartAsync();
        for (int start = 1; start <= 2; start++)
        {
            await using var next = new LedgeredNode(world, ledger, Define);
            await next.SettledAsync();
            (await next.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(3), Held = Usd(2) }, "start {0}", start);
            next.Store.Account.OpenHolds().Should().ContainSingle(static hold => hold.Estimate == Usd(2));
        }
    }

    /// <summary>Lives until the kill; what should be counted then.</summary>
    private static async Task<(decimal Committed, decimal Held)> LiveAsync(BudgetWorld world, TestLedger ledger, int kill, bool written, bool flush, bool snapshots)
    {
        KillingJournal? journal = null;
        await using var node = new LedgeredNode(world, ledger, Define, inner => journal = new KillingJournal(inner, kill, written), leasing: s_leased);
        var holds = new List<BudgetHold>();
        (decimal committed, decimal held) = (0, 0);
        int records = 0;
        foreach ((Func<LedgeredNode, List<BudgetHold>, Task> act, decimal more, decimal hold, int own) in s_steps)
        {
            try
            {
                await act(node, holds);
            }
            catch (KilledException)
            {
                // The first of two records says what is about to be done. That of a chunk is written when the server has it: then it stays held where the server still knows.
                bool isDone = own == 1 ? written || !flush : written || kill - records == 2;
                return isDone ? (committed + more, held + hold) : (committed, held);
            }

            records += own;
            (committed, held) = (committed + more, held + hold);
            if (snapshots)
            {
                (await node.Store.SnapshotAsync()).Should().BeTrue();
            }
        }

        journal!.IsDead.Should().BeFalse();
        return (committed, held);
    }

    private static void Define(BudgetsBuilder budgets) => budgets.AddBudget("all", static b => b.Monthly(100).Enforce());

    private static Money Usd(decimal amount) => Money.Of(amount, Currency.Usd);
}
