using System.Text.RegularExpressions;
using CodeGen.Runtime.Costs;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using StackExchange.Redis;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Budgets;

/// <summary>Several nodes at once on one budget.</summary>
[Collection(ServersCollection.Name)]
public sealed partial class BudgetNodesTests(ServersFixture servers)
{
    public static TheoryData<BudgetStoreKind> Kinds => [BudgetStoreKind.Embedded, BudgetStoreKind.Redis, BudgetStoreKind.Cluster];

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task Reserve_FromManyTasksOfTwoNodes_NeverPassesTheLimitAndUsesAllOfIt(BudgetStoreKind kind)
    {
        await using BudgetWorld world = await BudgetWorld.CreateAsync(kind, servers);
        BudgetNode[] nodes = [Two(world, default), Two(world, TimeSpan.FromDays(400))];
        int held = 0;
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async task =>
        {
            for (int round = 0; round < 30; round++)
            {
                if ((await nodes[task % 2].Budgets.TryReserveAsync(Usd(1))).IsHeld)
                {
                    Interlocked.Increment(ref held);
                }
            }
        }));
        held.Should().Be(300);
        (await nodes[0].StatusAsync("all")).Should().BeEquivalentTo(new { Held = Usd(300), Available = Usd(0) });
        (await nodes[1].StatusAsync("rolling")).Should().BeEquivalentTo(new { Held = Usd(300), Available = Usd(700) });
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task ReserveAndSettle_WithCeilings_NeverOvershootsAtAnyMomentAndLosesNothing(BudgetStoreKind kind)
    {
        await using BudgetWorld world = await BudgetWorld.CreateAsync(kind, servers);
        BudgetNode[] nodes = [Two(world, default), Two(world, TimeSpan.FromHours(-9))];
        long spent = 0;
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async task =>
        {
            var random = new Random(task);
            BudgetNode node = nodes[task % 2];
            for (int round = 0; round < 25; round++)
            {
                int ceiling = random.Next(1, 4_000);
                BudgetReservation reservation = await node.Budgets.TryReserveAsync(Usd(ceiling / 100m));
                if (reservation.IsHeld)
                {
                    int actual = random.Next(0, ceiling + 1);
                    if (random.Next(4) == 0)
                    {
                        await reservation.Hold.ReleaseAsync();
                        continue;
                    }

                    await reservation.Hold.SettleAsync(Usd(actual / 100m));
                    Interlocked.Add(ref spent, actual);
                }

                BudgetStatus status = await node.StatusAsync("all");
                (status.Committed + status.Held <= status.Limit).Should().BeTrue();
            }
        }));
        foreach (string budget in new[] { "all", "rolling" })
        {
            (await nodes[0].StatusAsync(budget)).Should().BeEquivalentTo(new { Committed = Usd(spent / 100m), Held = Usd(0) });
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task Settle_OnTwoNodes_AlertsOnceEachOverBoth(BudgetStoreKind kind)
    {
        await using BudgetWorld world = await BudgetWorld.CreateAsync(kind, servers);
        BudgetNode[] nodes = [.. Enumerable.Range(0, 2).Select(_ => world.Node(static b => b.AddBudget("all", static b => b.Monthly(100).Alert(0.25, 0.5, 0.8, 1.0))))];
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async task =>
        {
            for (int i = 0; i < 30; i++)
            {
                await nodes[task % 2].Budgets.ChargeAsync(Usd(0.5m));
            }
        }));
        nodes.SelectMany(static node => node.Alerts.All).Select(static alert => (alert.Threshold, alert.Committed))
            .Should().BeEquivalentTo([(0.25m, Usd(25)), (0.5m, Usd(50)), (0.8m, Usd(80)), (1m, Usd(100))]);
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task Hold_OfAnotherNode_CanBeListedWithAllItsPartsAndResolved(BudgetStoreKind kind)
    {
        await using BudgetWorld world = await BudgetWorld.CreateAsync(kind, servers);
        BudgetNode first = Two(world, default);
        BudgetNode second = world.Node(static b => b.AddBudget("all", static b => b.Monthly(300).Enforce()));
        var attribution = new CostAttribution { Project = "p 1\t=&", User = "ü\n", Tags = [new CostTag("team", "a,b|c")] };
        BudgetHold hold = await first.Budgets.ReserveAsync(Usd(30), attribution);
        await hold.DisposeAsync();
        (await second.Budgets.GetIndeterminateAsync()).Should().BeEquivalentTo([new IndeterminateHold(hold.Id, Usd(30), attribution, world.Now, world.Now, ["all", "rolling"])]);
        (await second.Budgets.ResolveAsync(static hold => hold.Estimate)).Should().Be(1);
        (await first.StatusAsync("rolling")).Should().BeEquivalentTo(new { Committed = Usd(30), Held = Usd(0) }, "also in a budget that the other node does not have");
        (await first.Budgets.GetIndeterminateAsync()).Should().BeEmpty();
        await hold.SettleAsync(Usd(3));
        (await second.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(3), Held = Usd(0) });
        (await first.StatusAsync("rolling")).Should().BeEquivalentTo(new { Committed = Usd(3), Held = Usd(0) });
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task Step_WhoseAnswerWasLost_IsDoneOnce(BudgetStoreKind kind)
    {
        await using BudgetWorld world = await BudgetWorld.CreateAsync(kind, servers);
        BudgetNode node = Two(world, default);
        HoldRecord hold = (await node.Budgets.ReserveAsync(Usd(30))).Record;
        HoldRecord Again() => new(hold.Id, hold.Estimate, hold.Attribution, [.. hold.Shares.Select(static share => share with { WindowId = null, WindowStart = 0 })], hold.Lease);
        HoldRecord again = Again();
        (await node.Store!.ReserveAsync(again, default)).Status.Should().Be(ReserveStatus.Held);
        again.Shares.Should().BeEquivalentTo(hold.Shares);
        (await node.StatusAsync("all")).Held.Should().Be(Usd(30));

        var amounts = new BookedAmounts(Usd(7));
        (await node.Store.SettleAsync(hold, amounts, default)).Status.Should().Be(SettleStatus.Booked);
        (await node.Store.SettleAsync(again, amounts, default)).Status.Should().Be(SettleStatus.Repeated);
        (await node.Store.ReserveAsync(Again(), default)).Status.Should().Be(ReserveStatus.Held, "the first answer");
        (await node.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(7), Held = Usd(0) });

        var charge = new HoldRecord(new BudgetHoldId(1, 2), Usd(1), CostAttribution.Empty, [.. hold.Shares.Select(static share => share with { WindowId = null })], hold.Lease);
        (await node.Store.ChargeAsync(charge, new BookedAmounts(Usd(1)), default)).Settled.Status.Should().Be(SettleStatus.Booked);
        (await node.Store.ChargeAsync(charge, new BookedAmounts(Usd(1)), default)).Settled.Status.Should().Be(SettleStatus.Repeated);
        (await node.StatusAsync("rolling")).Committed.Should().Be(Usd(8));
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task Resolve_FromTwoListings_IsInTheAccountOnce(BudgetStoreKind kind)
    {
        await using BudgetWorld world = await BudgetWorld.CreateAsync(kind, servers);
        (BudgetNode one, BudgetNode two) = (Two(world, default), Two(world, default));
        await (await one.Budgets.ReserveAsync(Usd(30))).DisposeAsync();
        HoldRecord waits = (await two.Store!.IndeterminateAsync(default)).Should().ContainSingle().Subject;
        HoldRecord anew = (await two.Store.IndeterminateAsync(default)).Should().ContainSingle().Subject;
        (await two.Store.ResolveAsync(anew, new BookedAmounts(Usd(30)), default)).Status.Should().Be(SettleStatus.Booked);
        (await two.Store.ResolveAsync(waits, new BookedAmounts(Usd(30)), default)).Status.Should().Be(SettleStatus.Booked, "its answer might have been lost");
        two.Store.Account.Snapshot().Should().OnlyContain(static booking => booking.Committed == Usd(30).Picos).And.HaveCount(2);
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task Keys_Always_HaveOneSlotAndALife(BudgetStoreKind kind)
    {
        await using BudgetWorld world = await BudgetWorld.CreateAsync(kind, servers);
        BudgetNode node = Two(world, default);
        HoldRecord hold = (await node.Budgets.ReserveAsync(Usd(30))).Record;
        await node.Store!.SettleAsync(hold, new BookedAmounts(Usd(3)), default);
        await node.Store.PulseAsync();
        RedisKey[] all = [world.Keys.Meta, world.Keys.Leases, world.Keys.Open, world.Keys.Closed(hold.Id), world.Keys.Part(node.Store.NodeName), world.Keys.Part("past"), world.Keys.Budget(hold.Shares[0].Scope.SharedName), world.Keys.Budget("{x}")];
        all.Select(key => world.Database.Multiplexer.HashSlot(key)).Distinct().Should().ContainSingle();
        (await world.Database.KeyTimeToLiveAsync(all[3])).Should().BeGreaterThan(TimeSpan.FromMinutes(50)).And.BeLessThanOrEqualTo(TimeSpan.FromHours(1));
        (await world.Database.KeyTimeToLiveAsync(all[4])).Should().BeGreaterThan(TimeSpan.FromDays(399));
        ((string?)await world.Database.HashGetAsync(all[6], $"{hold.Shares[0].WindowStart}h")).Should().Be("0:0:0");
        (await world.Database.KeyExistsAsync(all[1])).Should().BeFalse("no hold is open");
        (await world.Database.KeyExistsAsync(all[2])).Should().BeFalse();
    }

    [Fact]
    public void Scripts_EachCall_IsOfADeclaredKey()
    {
        var scripts = new BudgetScripts();
        foreach (string script in new[] { scripts.Reserve, scripts.Charge, scripts.Close, scripts.Lease, scripts.Split, scripts.Prolong, scripts.List, scripts.Read, scripts.Begin, scripts.Post, scripts.Restore, scripts.Mine, scripts.Done, scripts.Pulse, scripts.Leave })
        {
            MatchCollection calls = Call().Matches(script);
            calls.Count.Should().BeGreaterThan(2);
            calls.Select(static call => call.Groups[1].Value).Should().OnlyContain(
                static what => what == "'TIME'" || what == "'INFO', 'server'" || what.Split(", ", 2)[1].StartsWith("KEYS[") || what.Split(", ", 2)[1] == "key" || what.Split(", ", 2)[1] == "part" || what.Split(", ", 2)[1] == "todo[i][1]");
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task Windows_OfLongAgo_AreDropped(BudgetStoreKind kind)
    {
        await using BudgetWorld world = await BudgetWorld.CreateAsync(kind, servers);
        BudgetNode node = world.Node(static b => b.AddBudget("day", static b => b.Daily(10).Enforce()));
        BudgetHold open = await node.Budgets.ReserveAsync(Usd(2));
        for (int day = 0; day < 400; day++)
        {
            await world.AdvanceAsync(TimeSpan.FromDays(1));
            await (await node.Budgets.ReserveAsync(Usd(1))).SettleAsync(Usd(1));
        }

        (await world.Database.HashLengthAsync(world.Keys.Budget(open.Record.Shares[0].Scope.SharedName))).Should().BeLessThan(700);
        (await node.StatusAsync("day", world.Now.AddDays(-100))).Committed.Should().Be(Usd(1));
        (await node.StatusAsync("day", world.Now.AddDays(-399))).Committed.Should().Be(Usd(0), "it is forgotten");
        (await node.StatusAsync("day", BudgetWorld.Start)).Held.Should().Be(Usd(2), "it is open");
    }

    [GeneratedRegex(@"redis\.call\(((?:'[A-Z]+')(?:, [^,)\]]+\]?(?:\[1\])?)?)")]
    private static partial Regex Call();

    private static BudgetNode Two(BudgetWorld world, TimeSpan skew) => world.Node(
        static b => b.AddBudget("all", static b => b.Monthly(300).Enforce()).AddBudget("rolling", static b => b.Rolling(1_000, TimeSpan.FromHours(24)).Enforce()),
        skew);

    private static Money Usd(decimal amount) => Money.Of(amount, Currency.Usd);
}
