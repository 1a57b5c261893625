using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static CodeGen.Runtime.Costs.Tests.BudgetHost;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>From many threads at once a limit is never passed, and nothing is left over.</summary>
public sealed class BudgetConcurrencyTests
{
    private const int Threads = 8;

    [Fact]
    public async Task Reserve_FromManyThreads_NeverPassesTheLimitAndUsesAllOfIt()
    {
        await using BudgetHost host = Four(1_000);
        using var barrier = new Barrier(Threads);
        int held = 0;
        await OnThreadsAsync(async thread =>
        {
            for (int round = 0; round < 1_000; round++)
            {
                // All at once, again and again: a check that is apart from its change would let two pass.
                if (round % 50 == 0)
                {
                    barrier.SignalAndWait();
                }

                if ((await host.Budgets.TryReserveAsync(Usd(1), Attribution(thread))).IsHeld)
                {
                    Interlocked.Increment(ref held);
                }
            }
        });
        held.Should().Be(1_000);
        (await host.StatusAsync("all")).Should().BeEquivalentTo(new { Held = Usd(1_000), Available = Usd(0) });
    }

    [Fact]
    public async Task ReserveAndSettle_WithCeilings_NeverOvershootsAtAnyMoment()
    {
        await using BudgetHost host = Four(50);
        long spent = 0;
        await OnThreadsAsync(async thread =>
        {
            var random = new Random(thread);
            for (int round = 0; round < 3_000; round++)
            {
                int ceiling = random.Next(1, 40);
                BudgetReservation reservation = await host.Budgets.TryReserveAsync(Usd(ceiling / 100m), Attribution(thread));
                if (!reservation.IsHeld)
                {
                    continue;
                }

                await using BudgetHold hold = reservation.Hold;
                int actual = random.Next(0, ceiling + 1);
                if (random.Next(4) == 0)
                {
                    await hold.ReleaseAsync();
                    continue;
                }

                await hold.SettleAsync(Usd(actual / 100m));
                Interlocked.Add(ref spent, actual);
                BudgetStatus status = await host.StatusAsync("all");
                (status.Committed + status.Held <= status.Limit).Should().BeTrue();
            }
        });
        foreach (string budget in new[] { "all", "project", "service", "day" })
        {
            (await host.StatusAsync(budget)).Should().BeEquivalentTo(new { Committed = Usd(spent / 100m), Held = Usd(0) });
        }

        (await host.StatusAsync("all")).Available.IsNegative.Should().BeFalse();
        (await host.Budgets.GetIndeterminateAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Settle_AndReleaseAndDisposeOfOneHoldAtOnce_BooksOnce()
    {
        await using BudgetHost host = Four(10_000);
        for (int round = 0; round < 300; round++)
        {
            BudgetHold hold = await host.Budgets.ReserveAsync(Usd(3), Attribution(0));
            using var barrier = new Barrier(4);
            await Task.WhenAll(
                Task.Run(async () =>
                {
                    barrier.SignalAndWait();
                    await hold.SettleAsync(Usd(2));
                }),
                Task.Run(async () =>
                {
                    barrier.SignalAndWait();
                    await hold.ReleaseAsync();
                }),
                Task.Run(async () =>
                {
                    barrier.SignalAndWait();
                    await hold.DisposeAsync();
                }),
                Task.Run(async () =>
                {
                    barrier.SignalAndWait();
                    await host.Budgets.ResolveAsync(hold.Id, Usd(1));
                }));
        }

        (await host.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(600), Held = Usd(0) });
    }

    [Fact]
    public async Task Reserve_WhileWindowsChange_BooksEachInOneWindow()
    {
        await using var host = new BudgetHost(static s => s
            .AddBudget("day", static b => b.Daily(1_000_000))
            .AddBudget("once", static b => b.Once(1_000_000, Start, Start.AddYears(50)))
            .AddBudget("rolling", static b => b.Rolling(1_000_000, TimeSpan.FromDays(2), 2)));
        await OnThreadsAsync(async thread =>
        {
            for (int round = 0; round < 1_000; round++)
            {
                BudgetHold hold = await host.Budgets.ReserveAsync(Usd(1), Attribution(thread));
                if (round % Threads == thread)
                {
                    host.Time.Advance(TimeSpan.FromHours(7));
                }

                await hold.SettleAsync(Usd(1));
            }
        });
        DateTimeOffset end = host.Time.GetUtcNow();
        end.Should().Be(Start.AddHours(7 * 1_000));
        (await host.StatusAsync("once")).Should().BeEquivalentTo(new { Committed = Usd(Threads * 1_000), Held = Usd(0) });
        (await host.StatusAsync("rolling")).Held.Should().Be(Usd(0));
        (await host.Budgets.GetIndeterminateAsync()).Should().BeEmpty();

        // The days that are kept: nothing is held in any of them.
        for (DateTimeOffset day = Start; day < end; day = day.AddDays(1))
        {
            (await host.StatusAsync("day", day)).Held.Should().Be(Usd(0));
        }
    }

    private static BudgetHost Four(int limit) => new(s => s
        .AddBudget("all", b => b.Monthly(limit).Enforce())
        .AddBudget("project", b => b.Scope("project", "p").Rolling(limit * 2, TimeSpan.FromDays(1)).Enforce())
        .AddBudget("service", b => b.Scope("service", "s").Yearly(limit * 3).Enforce())
        .AddBudget("day", b => b.Scope("project", "p").Scope("service", "s").Daily(limit * 4)));

    private static CostAttribution Attribution(int thread) => new() { Project = "p", Service = "s", User = $"u{thread}" };

    private static Task OnThreadsAsync(Func<int, Task> work) =>
        Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(() => work(thread), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));
}
