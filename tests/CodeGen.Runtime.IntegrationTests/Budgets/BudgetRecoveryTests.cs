using CodeGen.Runtime.Costs;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Budgets;

/// <summary>A server that lost something: nothing enforced is granted before every node has said what it booked, and then the sums are what they were.</summary>
public sealed class BudgetRecoveryTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [SkippableFact]
    public async Task Flush_TwoNodes_FrozenUntilBothHaveSaidWhatTheyBooked()
    {
        await using RedisServerProcess server = await StartAsync();
        await using BudgetWorld world = await BudgetWorld.CreateAsync(server.ConnectionString);
        (BudgetNode one, BudgetNode two) = await TwoAsync(world);
        BudgetHold open = await two.Budgets.ReserveAsync(Usd(20));
        await FlushAsync(world, server);

        await one.Budgets.Invoking(b => b.ReserveAsync(Usd(1)).AsTask()).Should().ThrowAsync<BudgetUnavailableException>()
            .WithMessage($"*restarted, replaced or flushed*every node*{nameof(IBudgetRecovery)}.{nameof(IBudgetRecovery.ReleaseAsync)}*");
        (await one.Store!.GetMissingAsync()).Should().Equal(two.Store!.NodeName);
        await (await one.Budgets.ReserveAsync(Usd(0))).ReleaseAsync();

        await two.Store.PulseAsync();
        (await one.Store.GetMissingAsync()).Should().BeEmpty();
        (await one.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(70), Held = Usd(20), Available = Usd(10) });
        (await one.StatusAsync("rolling")).Should().BeEquivalentTo(new { Committed = Usd(70), Held = Usd(20) });
        (await two.Budgets.TryReserveAsync(Usd(10.01m))).IsHeld.Should().BeFalse();
        await open.SettleAsync(Usd(5));
        await one.Budgets.ReserveAsync(Usd(25));
        (await two.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(75), Held = Usd(25) });
        one.Store.Membership.Generation.Should().Be(2);
    }

    [SkippableFact]
    public async Task FailOver_NewestWritesAreLost_SumsAreThoseOfTheNodes()
    {
        await using RedisServerProcess server = await StartAsync("--dbfilename", "dump.rdb");
        await using BudgetWorld world = await BudgetWorld.CreateAsync(server.ConnectionString);
        (BudgetNode one, BudgetNode two) = await TwoAsync(world);
        BudgetHold closedLater = await one.Budgets.ReserveAsync(Usd(4));
        BudgetHold releasedLater = await two.Budgets.ReserveAsync(Usd(6));
        await server.ExecuteAsync("SAVE");
        await closedLater.SettleAsync(Usd(3));
        await releasedLater.ReleaseAsync();
        BudgetHold lost = await two.Budgets.ReserveAsync(Usd(15));
        await one.Budgets.ChargeAsync(Usd(2));
        await RestartAsync(world, server);

        await AwakeAsync(one);
        await AwakeAsync(two);
        (await one.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(75), Held = Usd(15), Available = Usd(10) });
        (await two.StatusAsync("rolling")).Should().BeEquivalentTo(new { Committed = Usd(75), Held = Usd(15) });
        await lost.SettleAsync(Usd(15));
        await closedLater.SettleAsync(Usd(3));
        (await one.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(90), Held = Usd(0) });
    }

    [SkippableFact]
    public async Task Restart_NothingIsLost_KeepsEverySumAndHold()
    {
        await using RedisServerProcess server = await StartAsync("--appendonly", "yes", "--appendfsync", "always");
        await using BudgetWorld world = await BudgetWorld.CreateAsync(server.ConnectionString);
        (BudgetNode one, BudgetNode two) = await TwoAsync(world);
        BudgetHold hold = await one.Budgets.ReserveAsync(Usd(20));
        await RestartAsync(world, server);
        await AwakeAsync(one);
        await AwakeAsync(two);
        (await one.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(70), Held = Usd(20), Available = Usd(10) });
        await hold.ReleaseAsync();
        (await two.StatusAsync("all")).Available.Should().Be(Usd(30));
    }

    [SkippableFact]
    public async Task Node_ThatDoesNotComeBack_IsReleasedByAPersonAndWhatSurvivedOfItCounts()
    {
        await using RedisServerProcess server = await StartAsync("--appendonly", "yes", "--appendfsync", "always");
        await using BudgetWorld world = await BudgetWorld.CreateAsync(server.ConnectionString);
        (BudgetNode one, BudgetNode two) = await TwoAsync(world);
        await two.Budgets.ReserveAsync(Usd(20));
        await two.DisposeAsync();
        await RestartAsync(world, server);
        await AwakeAsync(one);
        (await one.Store!.GetMissingAsync()).Should().Equal(two.Store!.NodeName);
        await one.Budgets.Invoking(b => b.ReserveAsync(Usd(1)).AsTask()).Should().ThrowAsync<BudgetUnavailableException>().WithMessage($"*missing: {two.Store.NodeName}*");
        (await one.Store.ReleaseAsync(two.Store.NodeName)).Should().BeTrue();
        (await one.Store.ReleaseAsync(two.Store.NodeName)).Should().BeFalse();
        (await one.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(70), Held = Usd(20) });
        (await one.Budgets.TryReserveAsync(Usd(10))).IsHeld.Should().BeTrue();

        // A flush of all of it: what the node that is gone had booked is remembered.
        await FlushAsync(world, server);
        (await one.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(70), Held = Usd(10) });
    }

    [SkippableFact]
    public async Task Node_ThatLeftOrWasSilent_CountsOnAndIsNotWaitedFor()
    {
        await using RedisServerProcess server = await StartAsync();
        await using BudgetWorld world = await BudgetWorld.CreateAsync(server.ConnectionString);
        (BudgetNode one, BudgetNode two) = await TwoAsync(world);
        BudgetNode three = Node(world);
        await three.Budgets.ChargeAsync(Usd(5));
        await two.Store!.LeaveAsync();
        await world.AdvanceAsync(TimeSpan.FromMinutes(6));
        await one.Store!.PulseAsync();
        await one.Store.PulseAsync();
        one.Logger.Collector.GetSnapshot().Should().ContainSingle(static record => record.Id.Id == 3317);
        (await one.StatusAsync("all")).Committed.Should().Be(Usd(75));
        await FlushAsync(world, server);
        (await one.Budgets.TryReserveAsync(Usd(25.01m))).IsHeld.Should().BeFalse();
        (await one.Budgets.TryReserveAsync(Usd(25))).IsHeld.Should().BeTrue();

        // The one that was only silent comes back: what it booked is not counted twice.
        await three.Budgets.ChargeAsync(Usd(1));
        (await one.StatusAsync("all")).Committed.Should().Be(Usd(76));
        three.Logger.Collector.GetSnapshot().Should().ContainSingle(static record => record.Id.Id == 3316);
        await FlushAsync(world, server);
        await one.Store.PulseAsync();
        await three.Store!.PulseAsync();
        (await three.StatusAsync("all")).Committed.Should().Be(Usd(76));
    }

    [SkippableFact]
    public async Task Resolution_ThatWasLost_IsMadeAgainAndNotTwice()
    {
        await using RedisServerProcess server = await StartAsync("--dbfilename", "dump.rdb");
        await using BudgetWorld world = await BudgetWorld.CreateAsync(server.ConnectionString);
        (BudgetNode one, BudgetNode two) = await TwoAsync(world);
        BudgetHold first = await two.Budgets.ReserveAsync(Usd(10));
        BudgetHold second = await two.Budgets.ReserveAsync(Usd(12));
        await server.ExecuteAsync("SAVE");
        await first.DisposeAsync();
        await second.DisposeAsync();
        (await one.Budgets.ResolveAsync(static hold => hold.Estimate)).Should().Be(2);
        await RestartAsync(world, server);
        await AwakeAsync(two);
        await AwakeAsync(one);
        (await one.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(92), Held = Usd(0) });
        await second.SettleAsync(Usd(1));
        (await one.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(81), Held = Usd(0) });
        await FlushAsync(world, server);
        await one.Store!.PulseAsync();
        await two.Store!.PulseAsync();
        (await one.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(81), Held = Usd(0) });
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Settlement_ThatWaits_IsBookedOnceWhateverTheServerKept(bool keeps)
    {
        await using RedisServerProcess server = keeps ? await StartAsync("--appendonly", "yes", "--appendfsync", "always") : await StartAsync();
        await using BudgetWorld world = await BudgetWorld.CreateAsync(server.ConnectionString);
        BudgetNode node = world.Node(Define, address: server.ConnectionString);
        BudgetHold done = await node.Budgets.ReserveAsync(Usd(10));
        BudgetHold undone = await node.Budgets.ReserveAsync(Usd(10));

        // The server does one of them, and its answer is lost.
        server.Pause();
        await done.SettleAsync(Usd(7));
        await node.Budgets.ChargeAsync(Usd(2));
        server.Resume();
        await WaitUntil.Async(() => world.Database.KeyExistsAsync(world.Keys.Closed(done.Id)), s_patience, "the server has done it");
        server.Kill();
        await undone.SettleAsync(Usd(5));
        await RestartAsync(world, server);
        await WaitUntil.Async(
            async () =>
            {
                await node.Store!.PulseAsync();
                await node.Store.DrainAsync();
                return node.Store.WaitingCount == 0;
            },
            s_patience,
            "nothing waits");
        (await node.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(14), Held = Usd(0) });
    }

    [SkippableFact]
    public async Task NewServer_FirstReservation_WaitsUntilItOpens()
    {
        await using RedisServerProcess server = await StartAsync();
        await using BudgetWorld world = await BudgetWorld.CreateAsync(server.ConnectionString);
        BudgetNode node = world.Node(Define, options: static o => o with { OpeningDelay = 2_000 });
        await node.Budgets.ChargeAsync(Usd(1));
        ValueTask<BudgetHold> first = node.Budgets.ReserveAsync(Usd(10));
        await (await node.Budgets.ReserveAsync(Usd(0))).ReleaseAsync();
        first.IsCompleted.Should().BeFalse();
        await OpenAsync(world, node, first.AsTask());
        (await node.Budgets.TryReserveAsync(Usd(89.01m))).IsHeld.Should().BeFalse();

        // A node that comes later does not wait.
        BudgetNode later = world.Node(Define, options: static o => o with { OpeningDelay = 2_000 });
        await later.Budgets.ReserveAsync(Usd(89));
    }

    [SkippableFact]
    public async Task NewNode_FirstAtAFlushedServer_GrantsNothingBeforeTheOthersHaveObjected()
    {
        await using RedisServerProcess server = await StartAsync();
        await using BudgetWorld world = await BudgetWorld.CreateAsync(server.ConnectionString);
        (BudgetNode one, BudgetNode two) = await TwoAsync(world);
        await FlushAsync(world, server);
        BudgetNode fresh = world.Node(Define, options: static o => o with { OpeningDelay = 2_000 });
        await fresh.Store!.PulseAsync();
        Task<BudgetReservation> tooMuch = fresh.Budgets.TryReserveAsync(Usd(31)).AsTask();

        // What comes after it on the same connection is answered after it.
        await (await fresh.Budgets.ReserveAsync(Usd(0))).ReleaseAsync();
        tooMuch.IsCompleted.Should().BeFalse();
        await one.Store!.PulseAsync();
        await two.Store!.PulseAsync();
        await fresh.Store.PulseAsync();
        (await OpenAsync(world, fresh, tooMuch)).IsHeld.Should().BeFalse("70 are spent");
        (await fresh.Budgets.TryReserveAsync(Usd(30))).IsHeld.Should().BeTrue();
    }

    private static async Task<T> OpenAsync<T>(BudgetWorld world, BudgetNode node, Task<T> waiting)
    {
        await WaitUntil.Async(
            async () =>
            {
                // The server's clock, and that of the node, whose timers only its own call fires.
                await world.AdvanceAsync(TimeSpan.FromMilliseconds(500));
                node.Time.Advance(TimeSpan.FromMilliseconds(500));
                return waiting.IsCompleted;
            },
            s_patience,
            "it opens");
        return await waiting;
    }

    private static async Task<RedisServerProcess> StartAsync(params string[] arguments)
    {
        Requires.RedisServer();
        return await RedisServerProcess.StartAsync(arguments);
    }

    /// <summary>Two nodes that know each other and have booked 30 and 40 of 100.</summary>
    private static async Task<(BudgetNode One, BudgetNode Two)> TwoAsync(BudgetWorld world)
    {
        BudgetNode one = Node(world);
        BudgetNode two = Node(world);
        await one.Budgets.ChargeAsync(Usd(30));
        await (await two.Budgets.ReserveAsync(Usd(50))).SettleAsync(Usd(40));
        await one.Store!.PulseAsync();
        await two.Store!.PulseAsync();
        return (one, two);
    }

    private static BudgetNode Node(BudgetWorld world) => world.Node(Define);

    private static void Define(BudgetsBuilder budgets) => budgets
        .AddBudget("all", static b => b.Monthly(100).Enforce())
        .AddBudget("rolling", static b => b.Rolling(1_000, TimeSpan.FromHours(24)).Enforce());

    private static async Task FlushAsync(BudgetWorld world, RedisServerProcess server)
    {
        await server.FlushAllAsync();
        await world.AdvanceAsync(TimeSpan.Zero);
    }

    private static async Task RestartAsync(BudgetWorld world, RedisServerProcess server)
    {
        server.Kill();
        await server.RestartAsync();
        await WaitUntil.Async(async () => { await world.AdvanceAsync(TimeSpan.Zero); return true; }, s_patience, "the server is back");
    }

    private static Task AwakeAsync(BudgetNode node) => WaitUntil.Async(async () => { await node.Store!.PulseAsync(); return true; }, s_patience, "the node reaches the server");

    private static Money Usd(decimal amount) => Money.Of(amount, Currency.Usd);
}
