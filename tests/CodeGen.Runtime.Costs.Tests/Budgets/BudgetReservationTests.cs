using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static CodeGen.Runtime.Costs.Tests.BudgetHost;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Reservations hold in all budgets or in none, and come to what was spent.</summary>
public sealed class BudgetReservationTests
{
    private static readonly CostAttribution s_p42 = new() { Project = "p42", User = "u1" };

    [Fact]
    public async Task Reserve_ThenSettle_MovesFromHeldToCommitted()
    {
        await using BudgetHost host = Team();
        await using BudgetHold hold = await host.Budgets.ReserveAsync(Usd(30), s_p42);
        (await host.StatusAsync("team")).Should().BeEquivalentTo(new { Committed = Usd(0), Held = Usd(30), Available = Usd(70), Limit = Usd(100) });
        await hold.SettleAsync(Usd(12.5m));
        (await host.StatusAsync("team")).Should().BeEquivalentTo(new { Committed = Usd(12.5m), Held = Usd(0), Available = Usd(87.5m), Window = new { Id = "2026-03" } });
        hold.BudgetCount.Should().Be(1);
        hold.Attribution.Should().Be(s_p42);
    }

    [Fact]
    public async Task Reserve_MoreThanIsLeft_IsRefusedWithBudgetRestAndRenewal()
    {
        await using BudgetHost host = Team();
        await using BudgetHold hold = await host.Budgets.ReserveAsync(Usd(90), s_p42);
        BudgetReservation refused = await host.Budgets.TryReserveAsync(Usd(10.01m), s_p42);
        refused.IsHeld.Should().BeFalse();
        refused.Refusal.Should().Be(new BudgetRefusal("team", "2026-03", Usd(100), Usd(10.01m), Usd(10), new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero)));
        (await host.Budgets.TryReserveAsync(Usd(10), s_p42)).IsHeld.Should().BeTrue("exactly what is left fits");
        await host.Budgets.Invoking(b => b.ReserveAsync(Usd(1), s_p42).AsTask()).Should().ThrowAsync<BudgetExceededException>()
            .WithMessage("The budget 'team' has 0 USD of 100 USD left in its window 2026-03; 1 USD was asked for. Wait until 2026-04-01T00:00:00Z*");
        await host.Budgets.Invoking(b => b.ReserveAsync(Usd(101), s_p42).AsTask()).Should().ThrowAsync<BudgetExceededException>().WithMessage("*above the limit itself*");
    }

    [Fact]
    public async Task Reserve_OneOfSeveralHasTooLittle_HoldsInNone()
    {
        await using var host = new BudgetHost(static s => s
            .AddBudget("all", static b => b.Monthly(1000).Enforce())
            .AddBudget("user", static b => b.Scope("user", "u1").Daily(20).Enforce())
            .AddBudget("both", static b => b.Scope("project", "p42").Scope("user", "u1").Weekly(5).Enforce())
            .AddBudget("other", static b => b.Scope("project", "p43").Daily(1).Enforce()));
        BudgetReservation refused = await host.Budgets.TryReserveAsync(Usd(6), s_p42);
        refused.Refusal!.Budget.Should().Be("both");
        (await host.StatusAsync("all")).Held.Should().Be(Usd(0));
        (await host.StatusAsync("user")).Held.Should().Be(Usd(0));
        await using BudgetHold hold = await host.Budgets.ReserveAsync(Usd(5), s_p42);
        hold.BudgetCount.Should().Be(3);
        foreach (string budget in new[] { "all", "user", "both" })
        {
            (await host.StatusAsync(budget)).Held.Should().Be(Usd(5));
        }

        (await host.StatusAsync("other")).Held.Should().Be(Usd(0));
        await using BudgetHold elsewhere = await host.Budgets.ReserveAsync(Usd(6), new CostAttribution { User = "u1", Project = "p9" });
        elsewhere.BudgetCount.Should().Be(2);
    }

    [Fact]
    public async Task Reserve_WithAmbientAttribution_IsOfItsBudgets()
    {
        await using BudgetHost host = Team();
        using (CostContext.Begin(s_p42))
        {
            await using BudgetHold hold = await host.Budgets.ReserveAsync(Usd(1));
            await using BudgetHold other = await host.Budgets.ReserveAsync(Usd(1), new CostAttribution { Model = "m" });
            other.Attribution.ToString().Should().Be("user=u1, project=p42, model=m");
            (await host.StatusAsync("team")).Held.Should().Be(Usd(2));
        }

        await using BudgetHold nobody = await host.Budgets.ReserveAsync(Usd(1));
        nobody.BudgetCount.Should().Be(0);
        await nobody.SettleAsync(Usd(1));
    }

    [Fact]
    public async Task Settle_InALaterWindow_IsBookedWhereItWasReserved()
    {
        await using BudgetHost host = Team();
        BudgetHold hold = await host.Budgets.ReserveAsync(Usd(30), s_p42);
        host.Time.SetUtcNow(new DateTimeOffset(2027, 5, 1, 0, 0, 0, TimeSpan.Zero));
        (await host.StatusAsync("team")).Held.Should().Be(Usd(0));
        await hold.SettleAsync(Usd(130));
        (await host.StatusAsync("team")).Committed.Should().Be(Usd(0));
        (await host.StatusAsync("team", Start)).Should().BeEquivalentTo(new { Committed = Usd(130), Held = Usd(0), Available = Usd(-30) });
    }

    [Fact]
    public async Task Settle_Again_IsNothingOrAConflict()
    {
        await using BudgetHost host = Team();
        BudgetHold hold = await host.Budgets.ReserveAsync(Usd(30), s_p42);
        await hold.SettleAsync(Usd(12));
        await hold.SettleAsync(Usd(12));
        await hold.Invoking(h => h.SettleAsync(Usd(13)).AsTask()).Should().ThrowAsync<InvalidOperationException>().WithMessage($"*{hold.Id}*13 USD*adjustment*");
        (await hold.ReleaseAsync()).Should().BeFalse();
        await hold.DisposeAsync();
        (await host.StatusAsync("team")).Should().BeEquivalentTo(new { Committed = Usd(12), Held = Usd(0) });
        (await host.Budgets.GetIndeterminateAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Release_ThenALateSettle_IsBookedAllTheSame()
    {
        await using BudgetHost host = Team();
        BudgetHold hold = await host.Budgets.ReserveAsync(Usd(30), s_p42);
        (await hold.ReleaseAsync()).Should().BeTrue();
        (await hold.ReleaseAsync()).Should().BeTrue();
        (await host.StatusAsync("team")).Available.Should().Be(Usd(100));
        await hold.SettleAsync(Usd(7));
        (await host.StatusAsync("team")).Should().BeEquivalentTo(new { Committed = Usd(7), Held = Usd(0) });
    }

    [Fact]
    public async Task Observe_WhateverIsAskedFor_IsHeldAndCounted()
    {
        await using var host = new BudgetHost(static s => s.AddBudget("soft", static b => b.Monthly(10)));
        await using BudgetHold hold = await host.Budgets.ReserveAsync(Usd(500));
        (await host.StatusAsync("soft")).Available.Should().Be(Usd(-490));
        await hold.SettleAsync(Usd(500));
        (await host.StatusAsync("soft")).Committed.Should().Be(Usd(500));
    }

    [Fact]
    public async Task Charge_WithoutAReservation_IsBookedWhateverIsLeft()
    {
        await using BudgetHost host = Team();
        await host.Budgets.ChargeAsync(Usd(150), s_p42);
        (await host.StatusAsync("team")).Available.Should().Be(Usd(-50));
        (await host.Budgets.TryReserveAsync(Usd(0.01m), s_p42)).Refusal!.Available.Should().Be(Usd(-50));
        (await host.Budgets.TryReserveAsync(Usd(0), s_p42)).IsHeld.Should().BeTrue("what costs nothing is never refused");
    }

    [Fact]
    public async Task Reserve_InAMillionAndInRupiah_IsExact()
    {
        Currency rupiah = Currency.Parse("IDR");
        await using var host = new BudgetHost(static s => s
            .AddBudget("usd", static b => b.Scope("project", "big").Yearly(25_000_000).Enforce())
            .AddBudget("idr", static b => b.Scope("project", "jakarta").Yearly(400_000_000_000m).In("IDR").Enforce()));
        var big = new CostAttribution { Project = "big" };
        await using BudgetHold all = await host.Budgets.ReserveAsync(Usd(24_999_999.999999999999m), big);
        (await host.Budgets.TryReserveAsync(Usd(0.000000000002m), big)).Refusal!.Available.Should().Be(Usd(0.000000000001m));
        (await host.Budgets.TryReserveAsync(Usd(0.000000000001m), big)).IsHeld.Should().BeTrue();

        var jakarta = new CostAttribution { Project = "jakarta" };
        await using BudgetHold much = await host.Budgets.ReserveAsync(Money.Of(399_999_999_999.75m, rupiah), jakarta);
        await much.SettleAsync(Money.Of(399_999_999_999.5m, rupiah));
        (await host.StatusAsync("idr")).Available.Should().Be(Money.Of(0.5m, rupiah));
    }

    [Fact]
    public async Task Reserve_OfTooManyBudgets_IsRefusedWithTheirNames()
    {
        await using var host = new BudgetHost(static s =>
        {
            for (int i = 0; i < 9; i++)
            {
                s.AddBudget($"b{i}", static b => b.Daily(1));
            }
        });
        await host.Budgets.Invoking(b => b.ReserveAsync(Usd(1), s_p42).AsTask()).Should().ThrowAsync<InvalidOperationException>().WithMessage("More than 8 budgets*b0*b8*project=p42*");
    }

    [Fact]
    public async Task Reserve_WithoutSense_IsRefused()
    {
        await using BudgetHost host = Team();
        await host.Budgets.Invoking(b => b.ReserveAsync(Usd(-1), s_p42).AsTask()).Should().ThrowAsync<ArgumentOutOfRangeException>().WithMessage("*0 or more*");
        await host.Budgets.Invoking(b => b.ChargeAsync(Usd(-1), s_p42).AsTask()).Should().ThrowAsync<ArgumentOutOfRangeException>();
        await host.Budgets.Invoking(b => b.GetStatusAsync("nobody").AsTask()).Should().ThrowAsync<ArgumentException>().WithMessage("*'nobody'*team*");
        (await host.StatusAsync("team")).Held.Should().Be(Usd(0));
    }

    [Fact]
    public async Task Once_OutsideOfItsRange_CountsAndRefusesNothing()
    {
        await using var host = new BudgetHost(static s => s.AddBudget("launch", static b => b.Once(10, Start.AddDays(1), Start.AddDays(2)).Enforce()));
        BudgetHold before = await host.Budgets.ReserveAsync(Usd(500));
        before.BudgetCount.Should().Be(0);
        await before.SettleAsync(Usd(500));
        (await host.Budgets.GetStatusAsync("launch")).Should().BeNull();
        host.Time.Advance(TimeSpan.FromDays(1));
        (await host.Budgets.TryReserveAsync(Usd(11))).Refusal!.RenewsAt.Should().Be(Start.AddDays(2));
        (await host.StatusAsync("launch")).Committed.Should().Be(Usd(0));
        host.Time.Advance(TimeSpan.FromDays(1));
        (await host.Budgets.TryReserveAsync(Usd(500))).IsHeld.Should().BeTrue();
    }

    private static BudgetHost Team() => new(static s => s.AddBudget("team", static b => b.Scope("project", "p42").Monthly(100).Enforce()));
}
