using CodeGen.Runtime.Costs;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Budgets;

/// <summary>A server that is away, or lost something: nodes serve what they have set aside, and nothing more.</summary>
public sealed class LeasedOutageTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly LeasingOptions s_leased = new() { Mode = SharedBudgetMode.Leased };

    [SkippableFact]
    public async Task Reserve_ServerIsAway_GoesOnWithinTheChunkAndFailsClosedAfterIt()
    {
        await using RedisServerProcess server = await StartAsync();
        await using BudgetWorld world = await BudgetWorld.CreateAsync(server.ConnectionString);
        BudgetNode node = Node(world, server, s_leased);
        await (await node.Budgets.ReserveAsync(Usd(1))).SettleAsync(Usd(1));
        await AwayAsync(node, server);
        node.Time.Advance(TimeSpan.FromMinutes(3));
        await node.Leased!.TickAsync();
        BudgetHold[] holds = [.. await Task.WhenAll(Enumerable.Range(0, 7).Select(async _ => await node.Budgets.ReserveAsync(Usd(1))))];
        await node.Budgets.Invoking(b => b.ReserveAsync(Usd(1)).AsTask()).Should().ThrowAsync<BudgetUnavailableException>();
        await node.Budgets.Invoking(b => b.GetStatusAsync("all").AsTask()).Should().ThrowAsync<BudgetUnavailableException>();
        await holds[0].SettleAsync(Usd(0.25m));
        await holds[1].ReleaseAsync();
        (await node.Budgets.TryReserveAsync(Usd(1.75m))).IsHeld.Should().BeTrue("what was given back is there again");
        node.Logger.Collector.GetSnapshot().Should().ContainSingle(static record => record.Id.Id == 3322);

        server.Resume();
        await DrainedAsync(node);
        await node.Leased.TickAsync();
        (await node.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(1.25m), Held = Usd(6.75m) });
        node.Logger.Collector.GetSnapshot().Should().ContainSingle(static record => record.Id.Id == 3323);
    }

    [SkippableFact]
    public async Task Split_WhoseAnswerIsLost_IsDoneOnceAndItsHoldsAreClosedAfterIt()
    {
        await using RedisServerProcess server = await StartAsync();
        await using BudgetWorld world = await BudgetWorld.CreateAsync(server.ConnectionString);
        BudgetNode node = Node(world, server, s_leased);
        await (await node.Budgets.ReserveAsync(Usd(2))).SettleAsync(Usd(1));
        BudgetHold open = await node.Budgets.ReserveAsync(Usd(2));
        BudgetHold other = await node.Budgets.ReserveAsync(Usd(2));
        server.Pause();
        await node.FlushAsync();
        await open.SettleAsync(Usd(1.5m));
        await node.Budgets.Invoking(b => b.ReserveAsync(Usd(1)).AsTask()).Should().ThrowAsync<BudgetUnavailableException>("its chunk is gone");
        server.Resume();
        await DrainedAsync(node);
        (await node.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(2.5m), Held = Usd(2) });
        node.Store!.Account.OpenHolds().Select(static hold => hold.Id).Should().Equal(other.Id);
        await other.ReleaseAsync();
        (await node.StatusAsync("all")).Held.Should().Be(Usd(0));
    }

    [SkippableFact]
    public async Task Flush_NodesHaveChunks_SumsAreThoseOfTheNodesAndChunksServeOn()
    {
        await using RedisServerProcess server = await StartAsync();
        await using BudgetWorld world = await BudgetWorld.CreateAsync(server.ConnectionString);
        (BudgetNode one, BudgetNode two) = (Node(world, server, s_leased), Node(world, server, s_leased));
        await (await one.Budgets.ReserveAsync(Usd(1))).SettleAsync(Usd(1));
        await (await two.Budgets.ReserveAsync(Usd(2))).SettleAsync(Usd(2));
        await one.Store!.PulseAsync();
        await two.Store!.PulseAsync();
        await server.FlushAllAsync();
        await world.AdvanceAsync(TimeSpan.FromSeconds(2));
        await one.Budgets.ReserveAsync(Usd(1));
        one.Logger.Collector.GetSnapshot().Should().Contain(static record => record.Id.Id == 3322, "the other has not said what it has");
        await two.Store.PulseAsync();
        await one.Leased!.TickAsync();
        await two.Leased!.TickAsync();
        (await one.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(3), Held = Usd(1) });
    }

    [SkippableFact]
    public async Task FailOver_SplitIsLost_IsDoneAgainFromTheAccount()
    {
        await using RedisServerProcess server = await StartAsync("--dbfilename", "dump.rdb");
        await using BudgetWorld world = await BudgetWorld.CreateAsync(server.ConnectionString);
        BudgetNode node = Node(world, server, s_leased);
        await (await node.Budgets.ReserveAsync(Usd(2))).SettleAsync(Usd(1));
        BudgetHold open = await node.Budgets.ReserveAsync(Usd(2));
        await server.ExecuteAsync("SAVE");
        await node.FlushAsync();
        server.Kill();
        await server.RestartAsync();
        await WaitUntil.Async(async () => { await world.AdvanceAsync(TimeSpan.Zero); return true; }, s_patience, "the server is back");
        await BackAsync(node);
        (await node.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(1), Held = Usd(2) });
        await open.SettleAsync(Usd(2));
        (await node.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(3), Held = Usd(0) });
    }

    [SkippableFact]
    public async Task LocalShare_ServerIsAway_ServesItAndNothingMore()
    {
        await using RedisServerProcess server = await StartAsync();
        await using BudgetWorld world = await BudgetWorld.CreateAsync(server.ConnectionString);
        BudgetNode node = Node(world, server, new LeasingOptions { LocalShare = 0.1m });
        await (await node.Budgets.ReserveAsync(Usd(1))).SettleAsync(Usd(1));
        await node.Leased!.TickAsync();
        (await node.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(1), Held = Usd(7) }, "ten would be more than a tenth of what is left, three quarters of it are not");
        await (await node.Budgets.ReserveAsync(Usd(1))).SettleAsync(Usd(1));
        node.Chunks!.Reservations.Should().Be(2, "as long as the server is there each is a step of its own");

        await AwayAsync(node, server);
        for (int i = 0; i < 9; i++)
        {
            await (await node.Budgets.ReserveAsync(Usd(1))).SettleAsync(Usd(0.5m + (i == 0 ? 0.5m : 0)));
        }

        (await node.Budgets.TryReserveAsync(Usd(2))).IsHeld.Should().BeTrue();
        await node.Budgets.Invoking(b => b.ReserveAsync(Usd(0.01m)).AsTask()).Should().ThrowAsync<BudgetUnavailableException>();
        server.Resume();
        await DrainedAsync(node);
        await node.FlushAsync();
        (await node.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(7), Held = Usd(2) });
    }

    [SkippableFact]
    public async Task LocalShare_BudgetRunsOut_IsGivenUpForAReservationAndMadeAnewFromWhatIsLeft()
    {
        await using RedisServerProcess server = await StartAsync();
        await using BudgetWorld world = await BudgetWorld.CreateAsync(server.ConnectionString);
        BudgetNode node = Node(world, server, new LeasingOptions { LocalShare = 0.5m });
        await (await node.Budgets.ReserveAsync(Usd(1))).SettleAsync(Usd(1));
        await node.Leased!.TickAsync();
        (await node.StatusAsync("all")).Held.Should().Be(Usd(37), "fifty would be more than half of what is left");
        (await node.Budgets.TryReserveAsync(Usd(90))).IsHeld.Should().BeTrue();
        (await node.StatusAsync("all")).Held.Should().Be(Usd(90));
        await node.Leased.TickAsync();
        (await node.StatusAsync("all")).Held.Should().Be(Usd(93));
        await world.AdvanceAsync(TimeSpan.FromMinutes(1));
        await node.Leased.TickAsync();
        (await node.StatusAsync("all")).Held.Should().Be(Usd(90), "nobody used it for a minute");
    }

    private static async Task<RedisServerProcess> StartAsync(params string[] arguments)
    {
        Requires.RedisServer();
        return await RedisServerProcess.StartAsync(arguments);
    }

    private static BudgetNode Node(BudgetWorld world, RedisServerProcess server, LeasingOptions leasing) =>
        world.Node(static b => b.AddBudget("all", static b => b.Monthly(100).Enforce()), address: server.ConnectionString, leasing: leasing);

    /// <summary>The server stops to answer, and the node has noticed.</summary>
    private static async Task AwayAsync(BudgetNode node, RedisServerProcess server)
    {
        server.Pause();
        await node.Store!.Invoking(static store => store.PulseAsync()).Should().ThrowAsync<BudgetUnavailableException>();
    }

    private static Task BackAsync(BudgetNode node) => WaitUntil.Async(
        async () =>
        {
            await node.Store!.PulseAsync();
            return true;
        },
        s_patience,
        "the node reaches the server");

    private static Task DrainedAsync(BudgetNode node) => WaitUntil.Async(
        async () =>
        {
            await node.Store!.PulseAsync();
            await node.Store.DrainAsync();
            return node.Store.WaitingCount == 0;
        },
        s_patience,
        "nothing waits");

    private static Money Usd(decimal amount) => Money.Of(amount, Currency.Usd);
}
