using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static CodeGen.Runtime.Costs.Tests.BudgetHost;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Alerts come once for each window and threshold.</summary>
public sealed class BudgetAlertTests
{
    [Fact]
    public async Task Settle_OverThresholds_AlertsOnceEachAlsoWhenItJumps()
    {
        await using BudgetHost host = Team();
        await SpendAsync(host, 49);
        host.Alerts.Texts.Should().BeEmpty();
        await SpendAsync(host, 1);
        await SpendAsync(host, 1);
        host.Alerts.Texts.Should().Equal("team 2026-03 0.5 50 USD");
        await host.Budgets.ChargeAsync(Usd(60));
        host.Alerts.Texts.Skip(1).Should().Equal("team 2026-03 0.8 111 USD", "team 2026-03 1 111 USD");
        host.Time.SetUtcNow(new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero));
        await host.Budgets.ChargeAsync(Usd(50));
        host.Alerts.Texts.Skip(3).Should().Equal("team 2026-04 0.5 50 USD");
        host.Alerts.All.Last().Should().BeEquivalentTo(new { Limit = Usd(100), At = host.Time.GetUtcNow(), Window = new { End = new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero) } });
    }

    [Fact]
    public async Task Settle_Late_AlertsOfTheWindowItIsBookedIn()
    {
        await using BudgetHost host = Team();
        BudgetHold hold = await host.Budgets.ReserveAsync(Usd(60));
        host.Time.SetUtcNow(new DateTimeOffset(2026, 4, 2, 0, 0, 0, TimeSpan.Zero));
        await host.Budgets.ChargeAsync(Usd(10));
        await hold.SettleAsync(Usd(60));
        host.Alerts.Texts.Should().Equal("team 2026-03 0.5 60 USD");
    }

    [Fact]
    public async Task Handler_ThatFails_FailsNobodyAndTheOthersHear()
    {
        await using var host = new BudgetHost(static s => s.AddSingleton<IBudgetAlertHandler, Failing>().AddBudget("team", static b => b.Monthly(100).Alert(0.5)));
        await host.Budgets.ChargeAsync(Usd(60));
        host.Alerts.All.Should().HaveCount(1);
        (await host.StatusAsync("team")).Committed.Should().Be(Usd(60));
    }

    [Fact]
    public async Task Settle_FromManyThreads_AlertsOnceEach()
    {
        await using BudgetHost host = Team();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < 500; i++)
            {
                await host.Budgets.ChargeAsync(Usd(0.05m));
            }
        })));
        host.Alerts.All.Select(static alert => alert.Threshold).Should().BeEquivalentTo([0.5m, 0.8m, 1m]);
    }

    private static BudgetHost Team() => new(static s => s.AddBudget("team", static b => b.Monthly(100).Alert(1.0, 0.5, 0.8)));

    private static async Task SpendAsync(BudgetHost host, decimal amount)
    {
        await using BudgetHold hold = await host.Budgets.ReserveAsync(Usd(amount));
        await hold.SettleAsync(Usd(amount));
    }

    private sealed class Failing : IBudgetAlertHandler
    {
        public ValueTask HandleAsync(BudgetAlert alert) => throw new InvalidOperationException("down");
    }
}
