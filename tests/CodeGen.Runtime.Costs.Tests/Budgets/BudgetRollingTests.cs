using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static CodeGen.Runtime.Costs.Tests.BudgetHost;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Rolling budgets forget bucket by bucket.</summary>
public sealed class BudgetRollingTests
{
    [Fact]
    public async Task Reserve_AsBucketsPass_FindsRoomWhenItsLengthIsOver()
    {
        await using var host = new BudgetHost(static s => s.AddBudget("day", static b => b.Rolling(100, TimeSpan.FromHours(24)).Enforce()));
        host.Time.Advance(TimeSpan.FromMinutes(30));
        await host.Budgets.ChargeAsync(Usd(60));
        host.Time.Advance(TimeSpan.FromHours(2));
        await host.Budgets.ChargeAsync(Usd(30));
        (await host.StatusAsync("day")).Committed.Should().Be(Usd(90));

        // The bucket of 12:00 no longer counts 24 hours after its end.
        BudgetRefusal refusal = (await host.Budgets.TryReserveAsync(Usd(20))).Refusal!;
        refusal.RenewsAt.Should().Be(Start.AddHours(25));
        refusal.WindowId.Should().Be("R2026-03-15T14:00:00Z");
        (await host.Budgets.TryReserveAsync(Usd(80))).Refusal!.RenewsAt.Should().Be(Start.AddHours(27));
        host.Time.SetUtcNow(Start.AddHours(25).AddTicks(-1));
        (await host.Budgets.TryReserveAsync(Usd(20))).IsHeld.Should().BeFalse();
        host.Time.SetUtcNow(Start.AddHours(25));
        (await host.Budgets.TryReserveAsync(Usd(20))).IsHeld.Should().BeTrue();
        (await host.StatusAsync("day")).Should().BeEquivalentTo(new { Committed = Usd(30), Held = Usd(20) });
    }

    [Fact]
    public async Task Alert_OfARollingBudget_ComesAgainAfterItWasBelow()
    {
        await using var host = new BudgetHost(static s => s.AddBudget("hour", static b => b.Rolling(100, TimeSpan.FromHours(1), 4).Alert(0.5)));
        await host.Budgets.ChargeAsync(Usd(60));
        host.Time.Advance(TimeSpan.FromMinutes(20));
        await host.Budgets.ChargeAsync(Usd(10));
        host.Alerts.All.Should().HaveCount(1);
        host.Time.Advance(TimeSpan.FromHours(1));
        await host.Budgets.ChargeAsync(Usd(30));
        host.Alerts.All.Should().HaveCount(1);
        await host.Budgets.ChargeAsync(Usd(30));
        host.Alerts.All.Should().HaveCount(2);
    }

    [Fact]
    public async Task Reserve_AfterTheClockWasSetBack_StillCountsWhatIsAhead()
    {
        await using var host = new BudgetHost(static s => s.AddBudget("hour", static b => b.Rolling(100, TimeSpan.FromHours(1), 4).Enforce()));
        var scope = new BudgetScope(host.Budgets.Definitions[0], 0, Start.ToUnixTimeMilliseconds());
        long now = Start.ToUnixTimeMilliseconds();
        var counters = new ScopeCounters(scope);
        counters.TryMove(now + 3_600_000).Should().BeTrue();
        counters.Add(counters.Current!, 7, 0);
        counters.TryMove(now).Should().BeTrue();
        counters.Available.Should().Be(scope.Limit - 7);
    }
}
