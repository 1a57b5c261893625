using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static CodeGen.Runtime.Costs.Tests.BudgetHost;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>A process is killed at each record of a life, before it or right after it, with and without snapshots: nothing is under-counted, nothing doubled.</summary>
public sealed class BudgetKillPointTests
{
    private const decimal Limit = 100;

    private static readonly CostAttribution s_p42 = new() { Project = "p42" };

    /// <summary>What the life does: each step with what it adds to what is booked and to what is held once it is done.</summary>
    private static readonly (Func<JournaledHost, List<BudgetHold>, Task> Do, decimal Committed, decimal Held)[] s_steps =
    [
        (static async (host, holds) => holds.Add(await host.Budgets.ReserveAsync(Usd(10), s_p42)), 0, 10),
        (static async (_, holds) => await holds[0].SettleAsync(Usd(4)), 4, -10),
        (static async (host, _) => await host.Budgets.ChargeAsync(Usd(3), s_p42), 3, 0),
        (static async (host, holds) => holds.Add(await host.Budgets.ReserveAsync(Usd(20), s_p42)), 0, 20),
        (static async (_, holds) => await holds[1].DisposeAsync(), 0, 0),
        (static async (host, holds) => await host.Budgets.ResolveAsync(holds[1].Id, Usd(15)), 15, -20),
        (static async (host, holds) => holds.Add(await host.Budgets.ReserveAsync(Usd(7), s_p42)), 0, 7),
        (static async (_, holds) => await holds[2].ReleaseAsync(), 0, -7),
        (static async (_, holds) => await holds[1].SettleAsync(Usd(11)), -4, 0),
        (static async (_, holds) => await holds[2].SettleAsync(Usd(2)), 2, 0),
        (static async (host, holds) => holds.Add(await host.Budgets.ReserveAsync(Usd(40), s_p42)), 0, 40),
    ];

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Kill_AtEachRecord_CountsWhatWasWrittenOnce(bool written, bool snapshots)
    {
        for (int kill = 1; kill <= s_steps.Length + 1; kill++)
        {
            using var ledger = new TestLedger();
            (decimal committed, decimal held) = await LiveAsync(ledger, kill, written, snapshots);
            await using var next = new JournaledHost(ledger, Configure);
            foreach (string budget in new[] { "month", "rolling", "all" })
            {
                (await next.StatusAsync(budget)).Should().BeEquivalentTo(new { Committed = Usd(committed), Held = Usd(held), Indeterminate = Usd(held) }, "killed at record {0}", kill);
            }

            Usd(committed + held).Should().BeLessThanOrEqualTo(Usd(Limit));
            (await next.Budgets.TryReserveAsync(Usd(Limit - committed - held + 0.01m), s_p42)).IsHeld.Should().BeFalse();
            (await next.Budgets.TryReserveAsync(Usd(Limit - committed - held), s_p42)).IsHeld.Should().BeTrue();
        }
    }

    /// <summary>Lives until the kill; what should be counted then: all steps before it, and the one that was killed where its record was written.</summary>
    private static async Task<(decimal Committed, decimal Held)> LiveAsync(TestLedger ledger, int kill, bool written, bool snapshots)
    {
        StoppingJournal? journal = null;
        await using var host = new JournaledHost(ledger, Configure, inner => journal = new StoppingJournal(inner, kill, written));
        var holds = new List<BudgetHold>();
        (decimal committed, decimal held) = (0, 0);
        foreach ((Func<JournaledHost, List<BudgetHold>, Task> act, decimal more, decimal hold) in s_steps)
        {
            Func<Task> step = () => act(host, holds);
            bool survives = true;
            try
            {
                await step();
            }
            catch (KilledException)
            {
                survives = false;
            }

            if (!survives)
            {
                return written ? (committed + more, held + hold) : (committed, held);
            }

            (committed, held) = (committed + more, held + hold);
            (await host.StatusAsync("month")).Should().BeEquivalentTo(new { Committed = Usd(committed), Held = Usd(held) });
            if (snapshots)
            {
                await host.Store.SnapshotAsync();
            }
        }

        journal!.IsDead.Should().BeFalse();
        return (committed, held);
    }

    private static void Configure(IServiceCollection services) => services
        .AddBudget("month", static b => b.Scope("project", "p42").Monthly(Limit, "Asia/Shanghai").Enforce())
        .AddBudget("rolling", static b => b.Rolling(Limit, TimeSpan.FromDays(1)).Enforce())
        .AddBudget("all", static b => b.Yearly(1_000));
}
