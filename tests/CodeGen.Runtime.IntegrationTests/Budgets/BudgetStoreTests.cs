using CodeGen.Runtime.Costs;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Budgets;

/// <summary>The same cases wherever budgets are kept.</summary>
[Collection(ServersCollection.Name)]
public sealed class BudgetStoreTests(ServersFixture servers)
{
    private static readonly CostAttribution s_p42 = new() { Project = "p42", User = "u1" };

    public static TheoryData<BudgetStoreKind> Kinds => [.. Enum.GetValues<BudgetStoreKind>()];

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task Reserve_ThenSettle_MovesFromHeldToCommitted(BudgetStoreKind kind)
    {
        await using BudgetWorld world = await BudgetWorld.CreateAsync(kind, servers);
        BudgetNode node = Team(world);
        await using BudgetHold hold = await node.Budgets.ReserveAsync(Usd(30), s_p42);
        (await node.StatusAsync("team")).Should().BeEquivalentTo(new { Committed = Usd(0), Held = Usd(30), Available = Usd(70), Limit = Usd(100) });
        await hold.SettleAsync(Usd(12.5m));
        (await node.StatusAsync("team")).Should().BeEquivalentTo(new { Committed = Usd(12.5m), Held = Usd(0), Available = Usd(87.5m), Window = new { Id = "2026-03" } });
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task Reserve_MoreThanIsLeft_IsRefusedWithBudgetRestAndRenewal(BudgetStoreKind kind)
    {
        await using BudgetWorld world = await BudgetWorld.CreateAsync(kind, servers);
        BudgetNode node = Team(world);
        await using BudgetHold hold = await node.Budgets.ReserveAsync(Usd(90), s_p42);
        BudgetReservation refused = await node.Budgets.TryReserveAsync(Usd(10.01m), s_p42);
        refused.Refusal.Should().Be(new BudgetRefusal("team", "2026-03", Usd(100), Usd(10.01m), Usd(10), new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero)));
        (await node.Budgets.TryReserveAsync(Usd(10), s_p42)).IsHeld.Should().BeTrue("exactly what is left fits");
        await node.Budgets.ChargeAsync(Usd(150), s_p42);
        (await node.Budgets.TryReserveAsync(Usd(0.01m), s_p42)).Refusal!.Available.Should().Be(Usd(-150));
        (await node.Budgets.TryReserveAsync(Usd(0), s_p42)).IsHeld.Should().BeTrue("what costs nothing is never refused");
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task Reserve_OneOfSeveralHasTooLittle_HoldsInNone(BudgetStoreKind kind)
    {
        await using BudgetWorld world = await BudgetWorld.CreateAsync(kind, servers);
        BudgetNode node = world.Node(static b => b
            .AddBudget("all", static b => b.Monthly(1000).Enforce())
            .AddBudget("user", static b => b.Scope("user", "u1").Daily(20).Enforce())
            .AddBudget("both", static b => b.Scope("project", "p42").Scope("user", "u1").Weekly(5).Enforce())
            .AddBudget("rolling", static b => b.Scope("user", "u1").Rolling(50, TimeSpan.FromHours(24)).Enforce()));
        BudgetReservation refused = await node.Budgets.TryReserveAsync(Usd(6), s_p42);
        refused.Refusal!.Budget.Should().Be("both");
        foreach (string budget in new[] { "all", "user", "both", "rolling" })
        {
            (await node.StatusAsync(budget)).Held.Should().Be(Usd(0));
        }

        await using BudgetHold hold = await node.Budgets.ReserveAsync(Usd(5), s_p42);
        hold.BudgetCount.Should().Be(4);
        foreach (string budget in new[] { "all", "user", "both", "rolling" })
        {
            (await node.StatusAsync(budget)).Held.Should().Be(Usd(5));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task Settle_InALaterWindow_IsBookedWhereItWasReserved(BudgetStoreKind kind)
    {
        await using BudgetWorld world = await BudgetWorld.CreateAsync(kind, servers);
        BudgetNode node = Team(world);
        BudgetHold hold = await node.Budgets.ReserveAsync(Usd(30), s_p42);
        await world.SetAsync(new DateTimeOffset(2027, 5, 1, 0, 0, 0, TimeSpan.Zero));
        (await node.StatusAsync("team")).Held.Should().Be(Usd(0));
        (await node.Budgets.TryReserveAsync(Usd(100), s_p42)).Hold!.Record.Shares[0].WindowId.Should().Be("2027-05");
        await hold.SettleAsync(Usd(130));
        (await node.StatusAsync("team")).Committed.Should().Be(Usd(0));
        (await node.StatusAsync("team", BudgetWorld.Start)).Should().BeEquivalentTo(new { Committed = Usd(130), Held = Usd(0), Available = Usd(-30) });
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task Settle_Again_IsNothingOrAConflict(BudgetStoreKind kind)
    {
        await using BudgetWorld world = await BudgetWorld.CreateAsync(kind, servers);
        BudgetNode node = Team(world);
        BudgetHold hold = await node.Budgets.ReserveAsync(Usd(30), s_p42);
        await hold.SettleAsync(Usd(12));
        await hold.SettleAsync(Usd(12));
        await hold.Invoking(h => h.SettleAsync(Usd(13)).AsTask()).Should().ThrowAsync<InvalidOperationException>().WithMessage($"*{hold.Id}*13 USD*adjustment*");
        (await hold.ReleaseAsync()).Should().BeFalse();
        await hold.DisposeAsync();
        (await node.StatusAsync("team")).Should().BeEquivalentTo(new { Committed = Usd(12), Held = Usd(0) });
        (await node.Budgets.GetIndeterminateAsync()).Should().BeEmpty();
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task Release_ThenALateSettle_IsBookedAllTheSame(BudgetStoreKind kind)
    {
        await using BudgetWorld world = await BudgetWorld.CreateAsync(kind, servers);
        BudgetNode node = Team(world);
        BudgetHold hold = await node.Budgets.ReserveAsync(Usd(30), s_p42);
        (await hold.ReleaseAsync()).Should().BeTrue();
        (await hold.ReleaseAsync()).Should().BeTrue();
        (await node.StatusAsync("team")).Available.Should().Be(Usd(100));
        await hold.SettleAsync(Usd(7));
        (await node.StatusAsync("team")).Should().BeEquivalentTo(new { Committed = Usd(7), Held = Usd(0) });
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task Lease_WithoutAHeartbeat_EndsAndWithOneDoesNot(BudgetStoreKind kind)
    {
        await using BudgetWorld world = await BudgetWorld.CreateAsync(kind, servers);
        BudgetNode node = Team(world);
        BudgetHold silent = await node.Budgets.ReserveAsync(Usd(1), s_p42);
        BudgetHold beating = await node.Budgets.ReserveAsync(Usd(2), s_p42);
        await world.AdvanceAsync(TimeSpan.FromMinutes(10));
        (await beating.HeartbeatAsync()).Should().BeTrue();
        await world.AdvanceAsync(TimeSpan.FromMinutes(5) - TimeSpan.FromMilliseconds(1));
        (await node.Budgets.GetIndeterminateAsync()).Should().BeEmpty();
        await world.AdvanceAsync(TimeSpan.FromMilliseconds(1));
        (await node.Budgets.GetIndeterminateAsync()).Should().BeEquivalentTo([new IndeterminateHold(silent.Id, Usd(1), s_p42, BudgetWorld.Start, world.Now, ["team"])]);
        (await silent.HeartbeatAsync()).Should().BeTrue();
        (await node.Budgets.GetIndeterminateAsync()).Should().BeEmpty("its holder is back");
        await world.AdvanceAsync(TimeSpan.FromDays(400));
        (await node.Budgets.GetIndeterminateAsync()).Should().HaveCount(2);
        (await node.StatusAsync("team", BudgetWorld.Start)).Indeterminate.Should().Be(Usd(3));
        await silent.ReleaseAsync();
        await beating.SettleAsync(Usd(2));
        (await beating.HeartbeatAsync()).Should().BeFalse();
        (await node.Budgets.GetIndeterminateAsync()).Should().BeEmpty();
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task Resolve_ByAPerson_BooksAndALateSettlementReplacesIt(BudgetStoreKind kind)
    {
        await using BudgetWorld world = await BudgetWorld.CreateAsync(kind, servers);
        BudgetNode node = Team(world);
        BudgetHold hold = await node.Budgets.ReserveAsync(Usd(30), s_p42);
        (await node.Budgets.ResolveAsync(hold.Id, Usd(9))).Should().BeFalse("its holder is still there");
        await hold.DisposeAsync();
        (await node.Budgets.ResolveAsync(hold.Id, Usd(9))).Should().BeTrue();
        (await node.Budgets.ResolveAsync(hold.Id, Usd(9))).Should().BeFalse();
        (await node.StatusAsync("team")).Should().BeEquivalentTo(new { Committed = Usd(9), Held = Usd(0) });
        await hold.SettleAsync(Usd(11));
        (await node.StatusAsync("team")).Should().BeEquivalentTo(new { Committed = Usd(11), Held = Usd(0) });
        (await hold.ReleaseAsync()).Should().BeFalse();
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task Once_OutsideOfItsRange_CountsAndRefusesNothing(BudgetStoreKind kind)
    {
        await using BudgetWorld world = await BudgetWorld.CreateAsync(kind, servers);
        BudgetNode node = world.Node(static b => b.AddBudget("launch", static b => b.Once(10, BudgetWorld.Start.AddDays(1), BudgetWorld.Start.AddDays(2)).Enforce()));
        BudgetHold before = await node.Budgets.ReserveAsync(Usd(500));
        before.BudgetCount.Should().Be(0);
        await before.SettleAsync(Usd(500));
        await world.AdvanceAsync(TimeSpan.FromDays(1));
        (await node.Budgets.TryReserveAsync(Usd(11))).Refusal!.RenewsAt.Should().Be(BudgetWorld.Start.AddDays(2));
        (await node.StatusAsync("launch")).Committed.Should().Be(Usd(0));
        await world.AdvanceAsync(TimeSpan.FromDays(1));
        (await node.Budgets.TryReserveAsync(Usd(500))).IsHeld.Should().BeTrue();
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task Rolling_BucketsLeave_AndRenewalSaysWhen(BudgetStoreKind kind)
    {
        await using BudgetWorld world = await BudgetWorld.CreateAsync(kind, servers);
        BudgetNode node = world.Node(static b => b.AddBudget("r", static b => b.Rolling(100, TimeSpan.FromHours(4), 4).Enforce()));
        await SpendAsync(node, 40);
        await world.AdvanceAsync(TimeSpan.FromHours(1));
        await SpendAsync(node, 50);
        BudgetRefusal refusal = (await node.Budgets.TryReserveAsync(Usd(11))).Refusal!;
        refusal.Available.Should().Be(Usd(10));
        refusal.RenewsAt.Should().Be(BudgetWorld.Start.AddHours(5), "the first bucket counts until then");
        (await node.Budgets.TryReserveAsync(Usd(60))).Refusal!.RenewsAt.Should().Be(BudgetWorld.Start.AddHours(6));
        await world.SetAsync(BudgetWorld.Start.AddHours(5));
        (await node.StatusAsync("r")).Available.Should().Be(Usd(50));
        await SpendAsync(node, 50);
        (await node.Budgets.TryReserveAsync(Usd(1))).IsHeld.Should().BeFalse();
        await world.SetAsync(BudgetWorld.Start.AddHours(1));
        (await node.Budgets.TryReserveAsync(Usd(1))).IsHeld.Should().BeFalse("a clock that is set back frees nothing");
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task Alerts_OverThresholds_ComeOnceEachAndOfARollingPeriodAgain(BudgetStoreKind kind)
    {
        await using BudgetWorld world = await BudgetWorld.CreateAsync(kind, servers);
        BudgetNode node = world.Node(static b => b
            .AddBudget("team", static b => b.Monthly(100).Alert(1.0, 0.5, 0.8))
            .AddBudget("rolling", static b => b.Rolling(100, TimeSpan.FromHours(2), 2).Alert(0.5, 0.9)));
        await SpendAsync(node, 49);
        node.Alerts.All.Should().BeEmpty();
        await SpendAsync(node, 1);
        await SpendAsync(node, 1);
        node.Alerts.Texts.Should().BeEquivalentTo("rolling R2026-03-15T12:00:00Z 0.5 50 USD", "team 2026-03 0.5 50 USD");
        await node.Budgets.ChargeAsync(Usd(60));
        node.Alerts.Texts.Skip(2).Should().BeEquivalentTo("rolling R2026-03-15T12:00:00Z 0.9 111 USD", "team 2026-03 0.8 111 USD", "team 2026-03 1 111 USD");
        await world.AdvanceAsync(TimeSpan.FromHours(3));
        await SpendAsync(node, 1);
        await SpendAsync(node, 60);
        node.Alerts.Texts.Skip(5).Should().Equal("rolling R2026-03-15T15:00:00Z 0.5 61 USD");
    }

    private static BudgetNode Team(BudgetWorld world) => world.Node(static b => b.AddBudget("team", static b => b.Scope("project", "p42").Monthly(100).Enforce()));

    private static Money Usd(decimal amount) => Money.Of(amount, Currency.Usd);

    private static async Task SpendAsync(BudgetNode node, decimal amount)
    {
        await using BudgetHold hold = await node.Budgets.ReserveAsync(Usd(amount));
        await hold.SettleAsync(Usd(amount));
        if (node.Leased is not null)
        {
            await node.FlushAsync();
        }
    }
}
