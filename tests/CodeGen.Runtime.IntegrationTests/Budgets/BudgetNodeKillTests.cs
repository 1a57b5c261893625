using CodeGen.Runtime.Costs;
using CodeGen.Runtime.Costs.Tests;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Budgets;

/// <summary>
/// A process that shares budgets is killed at each of its records, before it is written or right after it, and started again on its ledger, with a server that has lost nothing or all: nothing is lost,
/// nothing doubled.
/// </summary>
public sealed class BudgetNodeKillTests
{
    /// <summary>What the life does: each step with what it adds to what is booked and held once it is done, and with how many records.</summary>
    private static readonly (Func<LedgeredNode, BudgetWorld, List<BudgetHold>, Task> Do, decimal Committed, decimal Held, int Records)[] s_steps =
    [
        (static async (node, _, holds) => holds.Add(await node.Budgets.ReserveAsync(Usd(10))), 0, 10, 1),
        (static async (_, _, holds) => await holds[0].SettleAsync(Usd(4)), 4, -10, 2),
        (static async (node, _, _) => await node.Budgets.ChargeAsync(Usd(3)), 3, 0, 2),
        (static async (node, _, holds) => holds.Add(await node.Budgets.ReserveAsync(Usd(20))), 0, 20, 1),
        (static async (_, world, _) => await world.AdvanceAsync(TimeSpan.FromMinutes(16)), 0, 0, 0),
        (static async (node, _, holds) => await node.Budgets.ResolveAsync(holds[1].Id, Usd(15)), 15, -20, 2),
        (static async (node, _, holds) => holds.Add(await node.Budgets.ReserveAsync(Usd(7))), 0, 7, 1),
        (static async (_, _, holds) => await holds[2].ReleaseAsync(), 0, -7, 2),
        (static async (_, _, holds) => await holds[1].SettleAsync(Usd(11)), -4, 0, 2),
        (static async (_, _, holds) => await holds[2].SettleAsync(Usd(2)), 2, 0, 2),
        (static async (node, _, holds) => holds.Add(await node.Budgets.ReserveAsync(Usd(40))), 0, 40, 1),
    ];

    [SkippableTheory]
    [InlineData(false, false, false)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(true, true, false)]
    [InlineData(false, false, true)]
    [InlineData(true, true, true)]
    public async Task Kill_AtEachRecord_CountsWhatWasDoneOnce(bool written, bool flush, bool snapshots)
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

            // Twice: the second start finds the account that the first one made.
            for (int start = 1; start <= 2; start++)
            {
                await using var next = new LedgeredNode(world, ledger, Define);
                await next.SettledAsync();
                foreach (string budget in new[] { "all", "rolling" })
                {
                    (await next.StatusAsync(budget)).Should().BeEquivalentTo(new { Committed = Usd(committed), Held = Usd(held) }, "killed at record {0}, start {1}", kill, start);
                }

                (await next.Budgets.TryReserveAsync(Usd(100 - committed - held + 0.01m))).IsHeld.Should().BeFalse();
                BudgetReservation rest = await next.Budgets.TryReserveAsync(Usd(100 - committed - held));
                rest.IsHeld.Should().BeTrue("killed at record {0}, start {1}", kill, start);
                await rest.Hold!.ReleaseAsync();
            }

            // The account alone is enough, whatever else happens to the server.
            await server.FlushAllAsync();
            await world.AdvanceAsync(TimeSpan.Zero);
            await using var last = new LedgeredNode(world, ledger, Define);
            await last.SettledAsync();
            (await last.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(committed), Held = Usd(held) }, "killed at record {0}, and flushed", kill);
        }
    }

    /// <summary>Lives until the kill; what should be counted then.</summary>
    private static async Task<(decimal Committed, decimal Held)> LiveAsync(BudgetWorld world, TestLedger ledger, int kill, bool written, bool flush, bool snapshots)
    {
        KillingJournal? journal = null;
        await using var node = new LedgeredNode(world, ledger, Define, inner => journal = new KillingJournal(inner, kill, written));
        var holds = new List<BudgetHold>();
        (decimal committed, decimal held) = (0, 0);
        int records = 0;
        foreach ((Func<LedgeredNode, BudgetWorld, List<BudgetHold>, Task> act, decimal more, decimal hold, int own) in s_steps)
        {
            try
            {
                await act(node, world, holds);
            }
            catch (KilledException)
            {
                // The first of two records says what is about to be done. That of a reservation is written when the server has it: then it stays held where the server still knows.
                bool isDone = own == 1 ? written || !flush : written || kill - records == 2;
                return isDone ? (committed + more, held + hold) : (committed, held);
            }

            records += own;
            (committed, held) = (committed + more, held + hold);
            (await node.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(committed), Held = Usd(held) });
            if (snapshots)
            {
                (await node.Store.SnapshotAsync()).Should().BeTrue();
            }
        }

        journal!.IsDead.Should().BeFalse();
        return (committed, held);
    }

    private static void Define(BudgetsBuilder budgets) => budgets
        .AddBudget("all", static b => b.Monthly(100).Enforce())
        .AddBudget("rolling", static b => b.Rolling(1_000, TimeSpan.FromHours(24)).Enforce());

    private static Money Usd(decimal amount) => Money.Of(amount, Currency.Usd);
}
