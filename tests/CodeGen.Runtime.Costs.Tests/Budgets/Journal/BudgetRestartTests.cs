using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static CodeGen.Runtime.Costs.Tests.BudgetHost;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Budgets go on where the process before had them, from records alone and from a snapshot.</summary>
public sealed class BudgetRestartTests
{
    private static readonly CostAttribution s_p42 = new CostAttribution { Project = "p42", User = "u1" }.WithTag("team", "größe 北京");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Restart_AfterEverythingThatCanHappen_HasTheSameSums(bool snapshot)
    {
        using var ledger = new TestLedger();
        string[] before;
        BudgetHoldId open;
        await using (var first = new JournaledHost(ledger, Three))
        {
            await (await first.Budgets.ReserveAsync(Usd(30), s_p42)).SettleAsync(Usd(12.5m));
            await (await first.Budgets.ReserveAsync(Usd(10), s_p42)).ReleaseAsync();
            await first.Budgets.ChargeAsync(Usd(0.000000000001m), s_p42);
            BudgetHold resolved = await first.Budgets.ReserveAsync(Usd(5), s_p42);
            await resolved.DisposeAsync();
            (await first.Budgets.ResolveAsync(resolved.Id, Usd(3))).Should().BeTrue();
            open = (await first.Budgets.ReserveAsync(Usd(7), s_p42)).Id;
            before = first.Sums();
            if (snapshot)
            {
                (await first.Store.SnapshotAsync()).Should().BeTrue();
            }
        }

        ledger.Time.Advance(TimeSpan.FromMinutes(1));
        await using var second = new JournaledHost(ledger, Three);
        second.Sums().Should().Equal(before);
        (await second.StatusAsync("team")).Should().BeEquivalentTo(new { Committed = Usd(15.500000000001m), Held = Usd(7), Indeterminate = Usd(7) });
        (await second.Budgets.GetIndeterminateAsync()).Should().BeEquivalentTo([new IndeterminateHold(open, Usd(7), s_p42, TestLedger.Began, ledger.Time.GetUtcNow(), ["all", "day", "team"])]);
        second.Told.Of(3330).Should().ContainSingle().Which.Should().Contain(snapshot ? "snapshot 'budgets-" : "no snapshot").And.Contain("1 holds");
        (await second.Budgets.TryReserveAsync(Usd(77.5m), s_p42)).Refusal!.Available.Should().Be(Usd(77.499999999999m));
        (await second.Budgets.TryReserveAsync(Usd(77.499999999999m), s_p42)).IsHeld.Should().BeTrue();
    }

    [Fact]
    public async Task Settle_ById_OfAHoldOfTheProcessBefore_IsBookedOnceWhereItWasReserved()
    {
        using var ledger = new TestLedger();
        BudgetHoldId id;
        await using (var first = new JournaledHost(ledger, Three))
        {
            id = (await first.Budgets.ReserveAsync(Usd(30), s_p42)).Id;
        }

        ledger.Time.Advance(TimeSpan.FromDays(40));
        await using (var second = new JournaledHost(ledger, Three))
        {
            (await second.Budgets.SettleAsync(id, Usd(4))).Should().BeTrue();
            (await second.Budgets.SettleAsync(id, Usd(4))).Should().BeTrue("again it is nothing");
            (await second.StatusAsync("team", TestLedger.Began)).Should().BeEquivalentTo(new { Committed = Usd(4), Held = Usd(0) });
            (await second.StatusAsync("team")).Committed.Should().Be(Usd(0));
        }

        await using var third = new JournaledHost(ledger, Three);
        (await third.Budgets.SettleAsync(id, Usd(4))).Should().BeTrue();
        await third.Budgets.Invoking(b => b.SettleAsync(id, Usd(5)).AsTask()).Should().ThrowAsync<InvalidOperationException>().WithMessage("*settled before*");
        (await third.StatusAsync("team", TestLedger.Began)).Should().BeEquivalentTo(new { Committed = Usd(4), Held = Usd(0) });
        (await third.Budgets.SettleAsync(new BudgetHoldId(1, 2), Usd(5))).Should().BeFalse();
        await third.Budgets.Invoking(b => b.SettleAsync(id, Usd(-5)).AsTask()).Should().ThrowAsync<ArgumentOutOfRangeException>();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Settle_ById_OfAHoldThatWasResolvedBefore_ReplacesTheResolution(bool snapshot)
    {
        using var ledger = new TestLedger();
        BudgetHoldId id;
        await using (var first = new JournaledHost(ledger, Three))
        {
            BudgetHold hold = await first.Budgets.ReserveAsync(Usd(30), s_p42);
            id = hold.Id;
            await hold.DisposeAsync();
            await first.Budgets.ResolveAsync(id, Usd(9));
            _ = snapshot && await first.Store.SnapshotAsync();
        }

        await using (var second = new JournaledHost(ledger, Three))
        {
            (await second.Budgets.SettleAsync(id, Usd(11))).Should().BeTrue();
        }

        await using var third = new JournaledHost(ledger, Three);
        (await third.StatusAsync("team")).Should().BeEquivalentTo(new { Committed = Usd(11), Held = Usd(0) });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Alert_ThatWasRaised_IsNotRaisedAgainInItsWindow(bool snapshot)
    {
        using var ledger = new TestLedger();
        await using (var first = new JournaledHost(ledger, Three))
        {
            await first.Budgets.ChargeAsync(Usd(55), s_p42);
            first.Alerts.Texts.Should().BeEquivalentTo("team 2026-11 0.5 55 USD", "day 2026-11-01 0.5 55 USD", "day 2026-11-01 1 55 USD");
            _ = snapshot && await first.Store.SnapshotAsync();
        }

        await using (var second = new JournaledHost(ledger, Three))
        {
            await second.Budgets.ChargeAsync(Usd(5), s_p42);
            second.Alerts.Texts.Should().BeEmpty();
            await second.Budgets.ChargeAsync(Usd(25), s_p42);
            second.Alerts.Texts.Should().Equal("team 2026-11 0.8 85 USD");
        }

        ledger.Time.Advance(TimeSpan.FromDays(30));
        await using var third = new JournaledHost(ledger, Three);
        await third.Budgets.ChargeAsync(Usd(50), s_p42);
        third.Alerts.Texts.Should().Contain("team 2026-12 0.5 50 USD");
    }

    [Fact]
    public async Task Alerts_OfANewLimit_AreRaisedByShareAndOnlyThoseNotRaisedYet()
    {
        using var ledger = new TestLedger();
        await using (var first = new JournaledHost(ledger, static s => s.AddBudget("team", static b => b.Monthly(100).Alert(0.5, 1))))
        {
            await first.Budgets.ChargeAsync(Usd(60));
            first.Alerts.Texts.Should().Equal("team 2026-11 0.5 60 USD");
        }

        await using (var lower = new JournaledHost(ledger, static s => s.AddBudget("team", static b => b.Monthly(50).Alert(0.5, 1))))
        {
            await lower.Budgets.ChargeAsync(Usd(1));
            lower.Alerts.Texts.Should().Equal("team 2026-11 1 61 USD");
        }

        await using var more = new JournaledHost(ledger, static s => s.AddBudget("team", static b => b.Monthly(50).Alert(0.5, 0.7, 1, 1.5)));
        await more.Budgets.ChargeAsync(Usd(20));
        more.Alerts.Texts.Should().Equal("team 2026-11 1.5 81 USD");
    }

    [Fact]
    public async Task Restart_WithAnotherPeriodOrScope_BeginsWithNothingSaysSoAndComesBack()
    {
        using var ledger = new TestLedger();
        BudgetHoldId id;
        await using (var first = new JournaledHost(ledger, Three))
        {
            await first.Budgets.ChargeAsync(Usd(20), s_p42);
            id = (await first.Budgets.ReserveAsync(Usd(10), s_p42)).Id;
        }

        await using (var other = new JournaledHost(ledger, static s => s
            .AddBudget("team", static b => b.Scope("project", "p42").Monthly(100, "Asia/Shanghai").Alert(0.5))
            .AddBudget("all", static b => b.Yearly(1_000))))
        {
            (await other.StatusAsync("team")).Should().BeEquivalentTo(new { Committed = Usd(0), Held = Usd(0) });
            (await other.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(20), Held = Usd(10) });
            other.Told.Of(3334).Should().ContainSingle().Which.Should().Contain("budget team begins with nothing");
            (await other.Budgets.GetIndeterminateAsync()).Single().Budgets.Should().BeEquivalentTo("all", "day", "team");
            (await other.Budgets.SettleAsync(id, Usd(6))).Should().BeTrue();
            await other.Budgets.ChargeAsync(Usd(1), s_p42);
            await other.Store.SnapshotAsync();
        }

        await using var back = new JournaledHost(ledger, Three);
        (await back.StatusAsync("team")).Should().BeEquivalentTo(new { Committed = Usd(26), Held = Usd(0) }, "what was settled meanwhile is its own, what was charged is not");
        (await back.StatusAsync("day")).Committed.Should().Be(Usd(26));
        (await back.StatusAsync("all")).Committed.Should().Be(Usd(27));
        back.Told.Of(3334).Should().BeEmpty();
    }

    [Fact]
    public async Task Restart_WithAHoldInAnotherCurrency_SettlesByTheRateOfItsReservation()
    {
        using var ledger = new TestLedger();
        var rate = new Rate { Value = 7.2m };
        void Configure(IServiceCollection s) => s.AddSingleton<IBudgetExchange>(rate).AddBudget("cny", static b => b.Monthly(1_000).In("CNY").Enforce()).AddBudget("usd", static b => b.Monthly(1_000));
        BudgetHoldId id;
        await using (var first = new JournaledHost(ledger, Configure))
        {
            id = (await first.Budgets.ReserveAsync(Usd(10))).Id;
        }

        rate.Value = 9;
        await using var second = new JournaledHost(ledger, Configure);
        (await second.StatusAsync("cny")).Held.Should().Be(Money.Of(72, Currency.Cny));
        await second.Budgets.SettleAsync(id, Usd(5));
        (await second.StatusAsync("cny")).Should().BeEquivalentTo(new { Committed = Money.Of(36, Currency.Cny), Held = Money.Zero(Currency.Cny) });
        (await second.StatusAsync("usd")).Committed.Should().Be(Usd(5));
    }

    [Fact]
    public async Task Restart_OfARollingBudget_CountsWhatIsStillInReach()
    {
        using var ledger = new TestLedger();
        static void Configure(IServiceCollection s) => s.AddBudget("hour", static b => b.Rolling(100, TimeSpan.FromHours(1), 4).Alert(0.5).Enforce());
        await using (var first = new JournaledHost(ledger, Configure))
        {
            await first.Budgets.ChargeAsync(Usd(40));
            ledger.Time.Advance(TimeSpan.FromMinutes(20));
            await first.Budgets.ChargeAsync(Usd(20));
        }

        ledger.Time.Advance(TimeSpan.FromMinutes(50));
        await using (var second = new JournaledHost(ledger, Configure))
        {
            (await second.Budgets.TryReserveAsync(Usd(41))).Refusal!.Available.Should().Be(Usd(40));
            await second.Budgets.ChargeAsync(Usd(1));
            second.Alerts.All.Should().BeEmpty();
        }

        ledger.Time.Advance(TimeSpan.FromMinutes(10));
        await using var third = new JournaledHost(ledger, Configure);
        (await third.StatusAsync("hour")).Committed.Should().Be(Usd(21));
        await third.Budgets.ChargeAsync(Usd(40));
        third.Alerts.All.Should().ContainSingle("its sum was below in between");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Restart_AfterMoreWindowsThanAreKept_HasThoseThatAreKept(bool snapshot)
    {
        using var ledger = new TestLedger();
        static void Configure(IServiceCollection s) => s.AddBudget("day", static b => b.Daily(100, "America/Havana"));
        await using (var first = new JournaledHost(ledger, Configure))
        {
            await first.Budgets.ReserveAsync(Usd(7));
            for (int day = 0; day < 400; day++)
            {
                await first.Budgets.ChargeAsync(Usd(day + 1));
                ledger.Time.Advance(TimeSpan.FromDays(1));
            }

            _ = snapshot && await first.Store.SnapshotAsync();
        }

        await using var second = new JournaledHost(ledger, Configure);
        // Of 128 one is that of today, and one has the open hold.
        for (int day = 400 - 126; day < 400; day++)
        {
            (await second.StatusAsync("day", TestLedger.Began.AddDays(day))).Committed.Should().Be(Usd(day + 1));
        }

        (await second.StatusAsync("day", TestLedger.Began)).Held.Should().Be(Usd(7));
        second.Store.Images().Single().Windows.Length.Should().BeLessThanOrEqualTo(257);
    }

    [Fact]
    public async Task Reserve_OfNoBudget_WritesNothing()
    {
        using var ledger = new TestLedger();
        await using var host = new JournaledHost(ledger, static s => s.AddBudget("team", static b => b.Scope("project", "p42").Monthly(1)));
        await using (BudgetHold hold = await host.Budgets.ReserveAsync(Usd(1)))
        {
            await hold.SettleAsync(Usd(1));
        }

        await (await host.Budgets.ReserveAsync(Usd(1))).ReleaseAsync();
        host.Log.LastSequence.Should().Be(0);
    }

    private static void Three(IServiceCollection services) => services
        .AddBudget("team", static b => b.Scope("project", "p42").Monthly(100).Alert(0.5, 0.8, 1).Enforce())
        .AddBudget("day", static b => b.Scope("project", "p42").Scope("tag.team", "größe 北京").Daily(50, "Europe/Berlin").Alert(0.5, 1))
        .AddBudget("all", static b => b.Yearly(1_000));

    private sealed class Rate : IBudgetExchange
    {
        public decimal Value { get; set; }

        public decimal? RateOn(Currency from, Currency to, DateOnly date) => from == Currency.Usd && to == Currency.Cny ? Value : null;
    }
}
