using CodeGen.Runtime.Costs;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Budgets;

/// <summary>Nodes that serve reservations from chunks of their own.</summary>
[Collection(ServersCollection.Name)]
public sealed class LeasedBudgetTests(ServersFixture servers)
{
    private static readonly LeasingOptions s_leased = new() { Mode = SharedBudgetMode.Leased };

    [SkippableFact]
    public async Task Reserve_WithinAChunk_AsksTheStoreForNothing()
    {
        await using BudgetWorld world = await WorldAsync();
        BudgetNode node = Node(world, 1_000_000);
        var holds = new List<BudgetHold>();
        for (int i = 0; i < 200; i++)
        {
            holds.Add(await node.Budgets.ReserveAsync(Usd(1)));
        }

        node.Chunks!.Reservations.Should().Be(0);
        node.Chunks.Leases.Should().BeLessThan(6);
        ValueTask<BudgetReservation> local = node.Budgets.TryReserveAsync(Usd(1));
        local.IsCompletedSuccessfully.Should().BeTrue("there is no round trip to wait for");
        holds.Add((await local).Hold!);
        foreach (BudgetHold hold in holds)
        {
            await hold.SettleAsync(Usd(0.5m));
        }

        (await node.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(100.5m), Held = Usd(0) });
    }

    [SkippableFact]
    public async Task Reserve_TwoNodesByOneUnit_SpendAllOfTheLimitAndNotMore()
    {
        await using BudgetWorld world = await WorldAsync();
        BudgetNode[] nodes = [Node(world, 300), Node(world, 300, TimeSpan.FromDays(400))];
        foreach (BudgetNode node in nodes)
        {
            await node.Store!.PulseAsync();
        }

        int held = 0;
        for (int round = 0; round < 40; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 16).Select(async task =>
            {
                if ((await nodes[task % 2].Budgets.TryReserveAsync(Usd(1))).IsHeld)
                {
                    Interlocked.Increment(ref held);
                }
            }));
            BudgetStatus status = await nodes[0].StatusAsync("all");
            (status.Committed + status.Held <= status.Limit).Should().BeTrue();
            await world.AdvanceAsync(TimeSpan.FromSeconds(1));
            await Task.WhenAll(nodes.Select(static node => node.Leased!.TickAsync()));
        }

        held.Should().Be(300);
        nodes.Sum(static node => node.Chunks!.Reservations).Should().BeLessThan(held + (40 * 16), "far from the limit there are chunks");
        (await nodes[1].StatusAsync("all")).Should().BeEquivalentTo(new { Held = Usd(300), Available = Usd(0) });
    }

    [SkippableFact]
    public async Task ReserveAndSettle_FromManyTasksWhileChunksEnd_NeverOvershootsAndLosesNothing()
    {
        await using BudgetWorld world = await WorldAsync();
        BudgetNode[] nodes = [Node(world, 3_000), Node(world, 3_000, TimeSpan.FromHours(-9))];
        long spent = 0;
        int working = 16;
        Task ending = EndAsync();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async task =>
        {
            var random = new Random(task);
            BudgetNode node = nodes[task % 2];
            for (int round = 0; round < 100; round++)
            {
                int ceiling = random.Next(1, 600);
                BudgetReservation reservation = await node.Budgets.TryReserveAsync(Usd(ceiling / 100m));
                if (reservation.IsHeld)
                {
                    await Task.Yield();
                    if (random.Next(4) == 0)
                    {
                        (await reservation.Hold.ReleaseAsync()).Should().BeTrue();
                        continue;
                    }

                    int actual = random.Next(0, ceiling + 1);
                    await reservation.Hold.SettleAsync(Usd(actual / 100m));
                    Interlocked.Add(ref spent, actual);
                    await reservation.Hold.SettleAsync(Usd(actual / 100m));
                }
            }

            Interlocked.Decrement(ref working);
        }));
        await ending;
        await Task.WhenAll(nodes.Select(static node => node.FlushAsync()));
        (await nodes[0].StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(spent / 100m), Held = Usd(0) });
        (await world.Database.SortedSetLengthAsync(world.Keys.Leases)).Should().Be(0);
        nodes[0].Store!.Account.OpenHolds().Should().BeEmpty();

        async Task EndAsync()
        {
            while (Volatile.Read(ref working) > 0)
            {
                await Task.WhenAll(nodes.Select(static node => node.FlushAsync()));
                BudgetStatus status = await nodes[0].StatusAsync("all");
                (status.Committed + status.Held <= status.Limit).Should().BeTrue();
            }
        }
    }

    [SkippableFact]
    public async Task Chunk_AfterItsLife_IsBookedAndItsRestComesBackToOthers()
    {
        await using BudgetWorld world = await WorldAsync();
        (BudgetNode one, BudgetNode two) = (Node(world, 1_000), Node(world, 1_000));
        await (await one.Budgets.ReserveAsync(Usd(10))).SettleAsync(Usd(4));
        BudgetStatus before = await two.StatusAsync("all");
        before.Committed.Should().Be(Usd(0), "it is told with the chunk");
        before.Held.Should().Be(Usd(80));
        await world.AdvanceAsync(TimeSpan.FromMilliseconds(999));
        await one.Leased!.TickAsync();
        (await two.StatusAsync("all")).Held.Should().Be(Usd(80));
        await world.AdvanceAsync(TimeSpan.FromMilliseconds(1));
        await one.Leased.TickAsync();
        (await two.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(4), Held = Usd(0) });
    }

    [SkippableFact]
    public async Task Chunk_IsNeverMoreThanAQuarterOfWhatIsLeft()
    {
        await using BudgetWorld world = await WorldAsync();
        (BudgetNode one, BudgetNode two) = (Node(world, 100), Node(world, 100));
        var chunks = new List<Money>();
        for (int left = 100; left > 0; left--)
        {
            await (await one.Budgets.ReserveAsync(Usd(1))).SettleAsync(Usd(1));
            BudgetStatus status = await two.StatusAsync("all");
            chunks.Add(status.Held);
            (status.Held.ToDecimal() <= left / 4m).Should().BeTrue("{0} of {1}", status.Held, left);
            await one.FlushAsync();
            await world.AdvanceAsync(TimeSpan.FromSeconds(1));
        }

        chunks[0].Should().Be(Usd(8));
        chunks[^1].Should().Be(Usd(0), "each of the last is a step of its own");
        (await one.Budgets.TryReserveAsync(Usd(1))).Refusal.Should().BeEquivalentTo(new { Budget = "all", WindowId = "2026-03", Available = Usd(0), Estimate = Usd(1) });
    }

    [SkippableFact]
    public async Task Reserve_RefusedForOwnRests_GivesThemBackFirst()
    {
        await using BudgetWorld world = await WorldAsync();
        BudgetNode node = Node(world, 100);
        BudgetHold small = await node.Budgets.ReserveAsync(Usd(1));
        (await node.Budgets.TryReserveAsync(Usd(99))).IsHeld.Should().BeTrue("the rest of the own chunk is given back for it");
        (await node.Budgets.TryReserveAsync(Usd(0.01m))).Refusal!.Available.Should().Be(Usd(0));
        await small.SettleAsync(Usd(1));
        (await node.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(1), Held = Usd(99) });
    }

    [SkippableFact]
    public async Task Hold_ThatOutlivesItsChunk_IsAHoldOfTheStoreUnderItsName()
    {
        await using BudgetWorld world = await WorldAsync();
        (BudgetNode one, BudgetNode two) = (Node(world, 1_000), Node(world, 1_000));
        var attribution = new CostAttribution { Project = "p 1\t=&", User = "ü\n" };
        BudgetHold late = await one.Budgets.ReserveAsync(Usd(10), attribution);
        BudgetHold abandoned = await one.Budgets.ReserveAsync(Usd(5), attribution);
        await abandoned.DisposeAsync();
        await one.FlushAsync();
        (await two.StatusAsync("all")).Should().BeEquivalentTo(new { Held = Usd(15), Indeterminate = Usd(5) });
        (await two.Budgets.GetIndeterminateAsync()).Should().BeEquivalentTo([new IndeterminateHold(abandoned.Id, Usd(5), attribution, world.Now, world.Now, ["all"])]);
        (await two.Budgets.ResolveAsync(abandoned.Id, Usd(2))).Should().BeTrue();
        await abandoned.SettleAsync(Usd(3));
        (await late.HeartbeatAsync()).Should().BeTrue();
        await late.SettleAsync(Usd(25));
        (await two.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(28), Held = Usd(0) });
        await late.Invoking(h => h.SettleAsync(Usd(1)).AsTask()).Should().ThrowAsync<InvalidOperationException>();
    }

    [SkippableFact]
    public async Task Settle_AboveWhatTheChunkHas_IsBookedAtOnce()
    {
        await using BudgetWorld world = await WorldAsync();
        BudgetNode node = Node(world, 1_000);
        await (await node.Budgets.ReserveAsync(Usd(10))).SettleAsync(Usd(500));
        (await node.Budgets.TryReserveAsync(Usd(500.01m))).IsHeld.Should().BeFalse();
        (await node.Budgets.TryReserveAsync(Usd(500))).IsHeld.Should().BeTrue();
        (await node.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(500), Held = Usd(500) });
    }

    [SkippableFact]
    public async Task Close_WhileTheChunkIsBooked_WaitsAndCountsOnce()
    {
        await using BudgetWorld world = await WorldAsync();
        BudgetNode node = Node(world, 1_000);
        BudgetHold settled = await node.Budgets.ReserveAsync(Usd(10));
        BudgetHold released = await node.Budgets.ReserveAsync(Usd(10));
        BudgetHold before = await node.Budgets.ReserveAsync(Usd(10));
        await before.SettleAsync(Usd(1));
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        node.Chunks!.Splitting = gate.Task;
        Task flush = node.FlushAsync();
        Task settling = settled.SettleAsync(Usd(7)).AsTask();
        Task<bool> releasing = released.ReleaseAsync().AsTask();
        await before.SettleAsync(Usd(1));
        settling.IsCompleted.Should().BeFalse();
        gate.SetResult();
        await Task.WhenAll(flush, settling, releasing);
        releasing.Result.Should().BeTrue();
        (await node.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(8), Held = Usd(0) });
    }

    [SkippableFact]
    public async Task Reserve_ManyWhileAChunkIsAskedFor_WaitForOneRequest()
    {
        await using BudgetWorld world = await WorldAsync();
        BudgetNode node = Node(world, 1_000_000);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        node.Chunks!.Leasing = gate.Task;
        Task<BudgetHold>[] reserving = [.. Enumerable.Range(0, 8).Select(_ => node.Budgets.ReserveAsync(Usd(1)).AsTask())];
        using var cancel = new CancellationTokenSource();
        Task<BudgetHold> givenUp = node.Budgets.ReserveAsync(Usd(1), cancellationToken: cancel.Token).AsTask();
        await cancel.CancelAsync();
        await givenUp.Invoking(r => r).Should().ThrowAsync<OperationCanceledException>();
        gate.SetResult();
        await Task.WhenAll(reserving);
        node.Chunks.Leases.Should().Be(1);
        (await node.StatusAsync("all")).Held.Should().Be(Usd(8));
    }

    [SkippableFact]
    public async Task Window_Ends_ChunkServesNothingAfterIt()
    {
        await using BudgetWorld world = await WorldAsync();
        BudgetNode node = world.Node(static b => b.AddBudget("day", static b => b.Daily(1_000).Enforce()).AddBudget("rolling", static b => b.Rolling(10_000, TimeSpan.FromMinutes(90), 3).Enforce()), leasing: s_leased with { ChunkLife = TimeSpan.FromMinutes(1) });
        await world.SetAsync(new DateTimeOffset(2026, 3, 15, 23, 59, 59, TimeSpan.Zero));
        BudgetHold before = await node.Budgets.ReserveAsync(Usd(10));
        await world.AdvanceAsync(TimeSpan.FromMilliseconds(999));
        BudgetHold last = await node.Budgets.ReserveAsync(Usd(10));
        await world.AdvanceAsync(TimeSpan.FromMilliseconds(1));
        BudgetHold after = await node.Budgets.ReserveAsync(Usd(10));
        new[] { before, last, after }.Select(static hold => hold.Record.Shares[0].WindowId).Should().Equal("2026-03-15", "2026-03-15", "2026-03-16");
        await last.SettleAsync(Usd(9));
        (await node.StatusAsync("day", world.Now.AddDays(-1))).Should().BeEquivalentTo(new { Committed = Usd(9), Held = Usd(10) });
        (await node.StatusAsync("day")).Held.Should().Be(Usd(10));
        (await node.StatusAsync("rolling")).Should().BeEquivalentTo(new { Committed = Usd(9), Held = Usd(20) });
    }

    [SkippableFact]
    public async Task Crash_LeavesTheChunkChargedUntilItIsResolved()
    {
        await using BudgetWorld world = await WorldAsync();
        (BudgetNode one, BudgetNode two) = (Node(world, 100), Node(world, 100));
        await (await one.Budgets.ReserveAsync(Usd(3))).SettleAsync(Usd(3));
        await one.Budgets.ReserveAsync(Usd(2));
        await one.DisposeAsync();
        (await two.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(0), Held = Usd(24) });
        await world.AdvanceAsync(BudgetsOptions.DefaultLease);
        (await two.Budgets.GetIndeterminateAsync()).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Estimate = Usd(24), Attribution = CostAttribution.Empty, Budgets = new[] { "all" } });
        (await two.Budgets.TryReserveAsync(Usd(76.01m))).IsHeld.Should().BeFalse();
        (await two.Budgets.ResolveAsync(static hold => hold.Estimate)).Should().Be(1);
        (await two.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(24), Held = Usd(0) });
    }

    [SkippableFact]
    public async Task Chunk_WhoseLeaseIsNearlyOver_ServesNothing()
    {
        await using BudgetWorld world = await WorldAsync();
        BudgetNode node = Node(world, 1_000, leasing: s_leased with { ChunkLife = TimeSpan.FromHours(1) });
        await node.Budgets.ReserveAsync(Usd(1));
        await world.AdvanceAsync(TimeSpan.FromMinutes(3));
        await node.Budgets.ReserveAsync(Usd(1));
        node.Chunks!.Leases.Should().Be(1);
        await world.AdvanceAsync(TimeSpan.FromMinutes(1));
        await node.Budgets.ReserveAsync(Usd(1));
        node.Chunks.Leases.Should().Be(2, "the others may give this node up after five minutes");
    }

    [SkippableFact]
    public async Task Chunk_ResolvedByAnotherAlthoughItsNodeLives_IsReplacedByWhatItCameTo()
    {
        await using BudgetWorld world = await WorldAsync();
        (BudgetNode one, BudgetNode two) = (Node(world, 1_000), Node(world, 1_000));
        await (await one.Budgets.ReserveAsync(Usd(10))).SettleAsync(Usd(4));
        BudgetHold open = await one.Budgets.ReserveAsync(Usd(10));
        await world.AdvanceAsync(BudgetsOptions.DefaultLease);
        (await two.Budgets.ResolveAsync(static hold => hold.Estimate)).Should().Be(1);
        (await two.StatusAsync("all")).Committed.Should().Be(Usd(80));
        await one.Leased!.TickAsync();
        (await two.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(4), Held = Usd(10), Indeterminate = Usd(10) });
        await open.SettleAsync(Usd(6));
        (await two.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(10), Held = Usd(0) });
    }

    [SkippableFact]
    public async Task Alerts_OfTwoNodes_ComeOnceWhenChunksAreBooked()
    {
        await using BudgetWorld world = await WorldAsync();
        BudgetNode[] nodes = [.. Enumerable.Range(0, 2).Select(_ => world.Node(static b => b.AddBudget("all", static b => b.Monthly(100).Alert(0.25, 0.5, 0.8)), leasing: s_leased))];
        for (int i = 0; i < 60; i++)
        {
            await (await nodes[i % 2].Budgets.ReserveAsync(Usd(1))).SettleAsync(Usd(1));
        }

        nodes.SelectMany(static node => node.Alerts.All).Should().HaveCountLessThan(2);
        await Task.WhenAll(nodes.Select(static node => node.FlushAsync()));
        nodes.SelectMany(static node => node.Alerts.All).Select(static alert => alert.Threshold).Should().BeEquivalentTo([0.25m, 0.5m]);
    }

    [SkippableFact]
    public async Task Currencies_EachHasChunksOfItsOwnAndSumsAreExact()
    {
        await using BudgetWorld world = await WorldAsync();
        BudgetNode node = world.Node(static b => b
            .AddBudget("idr", static b => b.Monthly(40_000_000_000_000m).In("IDR").Enforce())
            .AddBudget("usd", static b => b.Monthly(20_000_000m).Enforce())
            .Services.AddSingleton<IBudgetExchange>(new TwoRates()), leasing: s_leased);
        Money rupiah = Money.Of(15_999_999_999.999_999_999_999m, Currency.Parse("IDR"));
        Money dollars = Money.Of(7.000_000_000_001m, Currency.Usd);
        for (int i = 0; i < 5; i++)
        {
            await (await node.Budgets.ReserveAsync(rupiah)).SettleAsync(rupiah);
            await (await node.Budgets.ReserveAsync(dollars)).SettleAsync(dollars);
        }

        node.Chunks!.Leases.Should().Be(2);
        (await node.StatusAsync("idr")).Should().BeEquivalentTo(new { Committed = Money.Of((5 * 15_999_999_999.999_999_999_999m) + (5 * 7.000_000_000_001m * 16_000), Currency.Parse("IDR")), Held = Money.Zero(Currency.Parse("IDR")) });
        (await node.StatusAsync("usd")).Committed.Should().Be(Money.Of((5 * 7.000_000_000_001m) + (5 * 1_000_000m), Currency.Usd), "a sixteen-thousandth, half to even");
    }

    [SkippableFact]
    public async Task Stop_GivesAllBackAndLeasesNothingMore()
    {
        await using BudgetWorld world = await WorldAsync();
        (BudgetNode one, BudgetNode two) = (Node(world, 100), Node(world, 100));
        await (await one.Budgets.ReserveAsync(Usd(1))).SettleAsync(Usd(1));
        await one.Leased!.CloseAsync();
        (await two.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(1), Held = Usd(0) });
        int leases = one.Chunks!.Leases;
        await (await one.Budgets.ReserveAsync(Usd(1))).SettleAsync(Usd(1));
        one.Chunks.Leases.Should().Be(leases);
        (await two.StatusAsync("all")).Committed.Should().Be(Usd(2));
    }

    [SkippableFact]
    public async Task Step_OfAChunkWhoseAnswerWasLost_IsDoneOnceInAnyOrder()
    {
        await using BudgetWorld world = await WorldAsync();
        BudgetNode node = world.Node(static b => b.AddBudget("all", static b => b.Monthly(1_000).Enforce()).AddBudget("rolling", static b => b.Rolling(1_000, TimeSpan.FromHours(24)).Enforce()));
        HoldRecord like = (await node.Budgets.ReserveAsync(Usd(10))).Record;
        await node.Store!.ReleaseAsync(like, default);
        var request = new ChunkRequest(new BudgetHoldId(9, 1), like, [4, 2], 4);
        ChunkGrant first = await node.Store.LeaseAsync(request);
        ChunkGrant again = await node.Store.LeaseAsync(request);
        again.Chunk!.Shares.Should().BeEquivalentTo(first.Chunk!.Shares);
        (await node.StatusAsync("rolling")).Held.Should().Be(Usd(40));

        HoldRecord Open(ulong count) => new(new BudgetHoldId(9, count), Usd(5), CostAttribution.Empty, [.. first.Chunk.Shares.Select(static share => share with { Amount = Usd(5).Picos })], like.Lease) { State = HoldState.Held, ReservedAt = first.Chunk.ReservedAt, OrphanedAt = first.Chunk.OrphanedAt };
        HoldRecord[] open = [Open(2), Open(3), Open(4)];
        await node.Store.SettleAsync(open[0], new BookedAmounts(Usd(3)), default);
        await node.Store.ReleaseAsync(open[1], default);
        (await node.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(3), Held = Usd(40) }, "what is closed before its chunk is split is booked beside it");
        (await node.Store.SplitAsync(first.Chunk, new BookedAmounts(Usd(7)), open)).Status.Should().Be(SettleStatus.Booked);
        (await node.Store.SplitAsync(again.Chunk, new BookedAmounts(Usd(7)), open)).Status.Should().Be(SettleStatus.Repeated);
        foreach (string budget in new[] { "all", "rolling" })
        {
            (await node.StatusAsync(budget)).Should().BeEquivalentTo(new { Committed = Usd(10), Held = Usd(5) });
        }
    }

    private static BudgetNode Node(BudgetWorld world, decimal limit, TimeSpan skew = default, LeasingOptions? leasing = null) =>
        world.Node(b => b.AddBudget("all", b => b.Monthly(limit).Enforce()), skew, leasing: leasing ?? s_leased);

    private static Money Usd(decimal amount) => Money.Of(amount, Currency.Usd);

    private async Task<BudgetWorld> WorldAsync() => await BudgetWorld.CreateAsync((await servers.GetAsync(ServerKind.Redis)).ConnectionString);

    private sealed class TwoRates : IBudgetExchange
    {
        public decimal? RateOn(Currency from, Currency to, DateOnly date) => from == Currency.Usd ? 16_000m : 0.0000625m;
    }
}
