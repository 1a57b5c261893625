using CsCheck;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static CodeGen.Runtime.Costs.Tests.BudgetHost;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Amounts of another currency need a dated rate.</summary>
public sealed class BudgetCurrencyTests
{
    [Fact]
    public async Task Reserve_WithoutARate_IsRefusedAndNamesBudgetCurrenciesAndDate()
    {
        await using var host = new BudgetHost(static s => s.AddBudget("team", static b => b.Monthly(100).In("CNY").Enforce()));
        await host.Budgets.Invoking(b => b.ReserveAsync(Usd(1)).AsTask()).Should().ThrowAsync<InvalidOperationException>().WithMessage("*'team'*CNY*USD*2026-03-15*nothing is guessed*");
        (await host.Budgets.TryReserveAsync(Usd(0))).IsHeld.Should().BeTrue("nothing is nothing in any currency");
        await host.Budgets.ChargeAsync(Usd(1));
        (await host.StatusAsync("team")).Should().BeEquivalentTo(new { Committed = Money.Zero(Currency.Cny), Unconverted = 1L });
    }

    [Fact]
    public async Task Observe_WithoutARate_RefusesNothingAndSaysSo()
    {
        await using var host = new BudgetHost(static s => s.AddBudget("cny", static b => b.Monthly(100).In("CNY")).AddBudget("usd", static b => b.Monthly(100).Enforce()));
        BudgetHold hold = await host.Budgets.ReserveAsync(Usd(1));
        hold.BudgetCount.Should().Be(1);
        (await host.StatusAsync("cny")).Unconverted.Should().Be(1);
        (await host.StatusAsync("usd")).Held.Should().Be(Usd(1));
        await hold.SettleAsync(Usd(1));
        (await host.StatusAsync("usd")).Committed.Should().Be(Usd(1));
    }

    [Fact]
    public async Task Settle_WhenTheRateHasChanged_TakesThatOfTheReservation()
    {
        var rates = new Rates { Rate = 7.2m };
        await using var host = new BudgetHost(s => s.AddSingleton<IBudgetExchange>(rates).AddBudget("team", static b => b.Monthly(100).In("CNY").Enforce()));
        BudgetHold hold = await host.Budgets.ReserveAsync(Usd(10));
        (await host.StatusAsync("team")).Held.Should().Be(Money.Of(72, Currency.Cny));
        rates.Rate = 9m;
        await hold.SettleAsync(Usd(5));
        (await host.StatusAsync("team")).Committed.Should().Be(Money.Of(36, Currency.Cny));
        rates.Rate = null;
        BudgetHold own = await host.Budgets.ReserveAsync(Money.Of(1, Currency.Cny));
        await own.Invoking(h => h.SettleAsync(Usd(1)).AsTask()).Should().ThrowAsync<InvalidOperationException>();
        (await host.StatusAsync("team")).Held.Should().Be(Money.Of(1, Currency.Cny), "it stays charged");
        await own.SettleAsync(Money.Of(0.5m, Currency.Cny));
        (await host.StatusAsync("team")).Committed.Should().Be(Money.Of(36.5m, Currency.Cny));
        rates.Asked.Should().OnlyContain(static date => date == new DateOnly(2026, 3, 15));
    }

    [Fact]
    public void Conversion_OfAnActualBelowItsEstimate_IsNeverAbove() => Gen.Select(Gen.Long[0, long.MaxValue], Gen.Long[0, long.MaxValue], Gen.Select(Gen.Int[1, int.MaxValue], Gen.Byte[0, 28])).Sample(static (one, other, rated) =>
    {
        decimal rate = new(rated.Item1, 0, 0, false, rated.Item2);
        Int128 estimate = Math.Max(one, other);
        Int128 actual = Math.Min(one, other);
        Int128 held = Conversion.Up(estimate, rate);
        Int128 booked = Conversion.HalfToEven(actual, rate);
        (booked <= held).Should().BeTrue();
        Int128 exact = Conversion.HalfToEven(estimate, rate);
        (held - exact >= 0 && held - exact <= 1).Should().BeTrue();
    });

    private sealed class Rates : IBudgetExchange
    {
        public decimal? Rate { get; set; }

        public List<DateOnly> Asked { get; } = [];

        public decimal? RateOn(Currency from, Currency to, DateOnly date)
        {
            Asked.Add(date);
            return from == Currency.Usd && to == Currency.Cny ? Rate : null;
        }
    }
}
