using CodeGen.Runtime.Costs;
using CodeGen.Runtime.Costs.Tests;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Budgets;

/// <summary>Processes that share budgets and have ledgers: what one booked and holds is there again when it is started again, whatever happened to the server meanwhile.</summary>
public sealed class BudgetLedgerTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [SkippableFact]
    public async Task Flush_WhileAProcessIsDead_RefusesUntilItIsBackAndThenHasItsSums()
    {
        await using RedisServerProcess server = await StartAsync();
        await using BudgetWorld world = await BudgetWorld.CreateAsync(server.ConnectionString);
        using var ledger = new TestLedger();
        BudgetNode other = world.Node(Define);
        await other.Budgets.ChargeAsync(Usd(30));
        string name;
        BudgetHoldId held;
        await using (var dead = new LedgeredNode(world, ledger, Define))
        {
            await dead.Budgets.ChargeAsync(Usd(25));
            BudgetHold hold = await dead.Budgets.ReserveAsync(Usd(20));
            (name, held) = (dead.Store.NodeName, hold.Id);
            await other.Store!.PulseAsync();
        }

        await FlushAsync(world, server);
        await other.Budgets.Invoking(b => b.ReserveAsync(Usd(1)).AsTask()).Should().ThrowAsync<BudgetUnavailableException>();
        (await other.Store.GetMissingAsync()).Should().Equal(name);

        await using var back = new LedgeredNode(world, ledger, Define);
        await back.SettledAsync();
        back.Store.NodeName.Should().Be(name);
        (await other.Store.GetMissingAsync()).Should().BeEmpty();
        (await other.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(55), Held = Usd(20), Available = Usd(25) });
        (await other.Budgets.TryReserveAsync(Usd(25.01m))).IsHeld.Should().BeFalse();
        await world.AdvanceAsync(TimeSpan.FromMinutes(16));
        (await other.Budgets.ResolveAsync(held, Usd(7))).Should().BeTrue();
        (await back.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(62), Held = Usd(0) });
    }

    [SkippableFact]
    public async Task Flush_WhileAProcessIsDead_APersonMayReleaseIt()
    {
        await using RedisServerProcess server = await StartAsync();
        await using BudgetWorld world = await BudgetWorld.CreateAsync(server.ConnectionString);
        using var ledger = new TestLedger();
        BudgetNode other = world.Node(Define);
        await other.Budgets.ChargeAsync(Usd(30));
        string name;
        await using (var dead = new LedgeredNode(world, ledger, Define))
        {
            await dead.Budgets.ChargeAsync(Usd(25));
            name = dead.Store.NodeName;
            await other.Store!.PulseAsync();
        }

        await FlushAsync(world, server);
        await other.Store.PulseAsync();
        (await other.Store.ReleaseAsync(name)).Should().BeTrue();
        (await other.Budgets.TryReserveAsync(Usd(70))).IsHeld.Should().BeTrue();
    }

    [SkippableFact]
    public async Task Flush_WhileAllProcessesAreDead_TheFirstThatIsBackWaitsForTheOthers()
    {
        await using RedisServerProcess server = await StartAsync();
        await using BudgetWorld world = await BudgetWorld.CreateAsync(server.ConnectionString);
        using var ledgerOfOne = new TestLedger();
        using var ledgerOfTwo = new TestLedger();
        await using (var one = new LedgeredNode(world, ledgerOfOne, Define))
        await using (var two = new LedgeredNode(world, ledgerOfTwo, Define))
        {
            await one.Budgets.ChargeAsync(Usd(40));
            await two.Budgets.ChargeAsync(Usd(50));
            await one.Store.PulseAsync();
            await two.Store.PulseAsync();
        }

        await FlushAsync(world, server);
        await using var first = new LedgeredNode(world, ledgerOfOne, Define);
        await first.SettledAsync();
        await first.Budgets.Invoking(b => b.ReserveAsync(Usd(60)).AsTask()).Should().ThrowAsync<BudgetUnavailableException>();
        await using var second = new LedgeredNode(world, ledgerOfTwo, Define);
        await second.SettledAsync();
        (await first.Budgets.TryReserveAsync(Usd(10.01m))).IsHeld.Should().BeFalse();
        (await first.Budgets.TryReserveAsync(Usd(10))).IsHeld.Should().BeTrue();
    }

    [SkippableFact]
    public async Task Past_OfNodesThatAreGone_OutlivesEveryProcess()
    {
        await using RedisServerProcess server = await StartAsync();
        await using BudgetWorld world = await BudgetWorld.CreateAsync(server.ConnectionString);
        using var ledger = new TestLedger();
        await using (var one = new LedgeredNode(world, ledger, Define))
        {
            BudgetNode gone = world.Node(Define);
            await gone.Budgets.ChargeAsync(Usd(60));
            await one.Store.PulseAsync();
            await gone.Store!.LeaveAsync();
            await one.Store.PulseAsync();
        }

        await FlushAsync(world, server);
        await using var back = new LedgeredNode(world, ledger, Define);
        await back.SettledAsync();
        (await back.StatusAsync("all")).Committed.Should().Be(Usd(60));
    }

    [SkippableFact]
    public async Task GivenUp_ComesBackOnItsLedger_IsNotCountedTwice()
    {
        await using RedisServerProcess server = await StartAsync();
        await using BudgetWorld world = await BudgetWorld.CreateAsync(server.ConnectionString);
        using var ledger = new TestLedger();
        BudgetNode other = world.Node(Define);
        await other.Budgets.ChargeAsync(Usd(1));
        string name;
        await using (var silent = new LedgeredNode(world, ledger, Define))
        {
            await silent.Budgets.ChargeAsync(Usd(25));
            await silent.Budgets.ReserveAsync(Usd(20));
            name = silent.Store.NodeName;
        }

        await world.AdvanceAsync(TimeSpan.FromMinutes(6));
        await other.Store!.PulseAsync();
        for (int start = 0; start < 2; start++)
        {
            await using var back = new LedgeredNode(world, ledger, Define);
            await back.SettledAsync();
            back.Store.NodeName.Should().NotBe(name);
            (await back.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(26), Held = Usd(20) });
            await other.Store.PulseAsync();
        }

        await FlushAsync(world, server);
        await other.Store.PulseAsync();
        await using var last = new LedgeredNode(world, ledger, Define);
        await last.SettledAsync();
        (await other.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(26), Held = Usd(20) });
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Steps_ThatWaitedWhenTheProcessDied_AreBookedOnceAfterItsRestart(bool twice)
    {
        await using RedisServerProcess server = await StartAsync("--appendonly", "yes", "--appendfsync", "always");
        await using BudgetWorld world = await BudgetWorld.CreateAsync(server.ConnectionString);
        using var ledger = new TestLedger();
        await using (var node = new LedgeredNode(world, ledger, Define, address: server.ConnectionString))
        {
            BudgetHold settled = await node.Budgets.ReserveAsync(Usd(10));
            BudgetHold released = await node.Budgets.ReserveAsync(Usd(11));
            server.Kill();
            await settled.SettleAsync(Usd(4));
            await released.ReleaseAsync();
            await node.Budgets.ChargeAsync(Usd(3));
            node.Store.WaitingCount.Should().Be(3);
        }

        if (twice)
        {
            // Started and killed again while the server is away.
            await using var between = new LedgeredNode(world, ledger, Define, address: server.ConnectionString);
            between.Store.WaitingCount.Should().Be(3);
            (await between.Store.SnapshotAsync()).Should().BeTrue();
        }

        await server.RestartAsync();
        await WaitUntil.Async(async () => { await world.AdvanceAsync(TimeSpan.Zero); return true; }, s_patience, "the server is back");
        await using var back = new LedgeredNode(world, ledger, Define, address: server.ConnectionString);
        await back.SettledAsync();
        (await back.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(7), Held = Usd(0) });
    }

    [SkippableFact]
    public async Task Account_ThatLostItsNewestRecords_TakesOverWhatTheServerHas()
    {
        await using RedisServerProcess server = await StartAsync();
        await using BudgetWorld world = await BudgetWorld.CreateAsync(server.ConnectionString);
        using var ledger = new TestLedger();
        using var copy = new TestLedger();
        await using (var node = new LedgeredNode(world, ledger, Define))
        {
            await node.Budgets.ChargeAsync(Usd(10));
            await node.Log.FlushAsync();
            foreach (string file in Directory.GetFiles(ledger.Path).Where(static file => !file.EndsWith(".lock", StringComparison.Ordinal)))
            {
                File.Copy(file, Path.Combine(copy.Path, Path.GetFileName(file)));
            }

            await node.Budgets.ChargeAsync(Usd(30));
            await node.Budgets.ReserveAsync(Usd(20));
        }

        // The machine lost power: the ledger is that of a moment before.
        await using (var back = new LedgeredNode(world, copy, Define))
        {
            await back.SettledAsync();
            (await back.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(40), Held = Usd(20) });
        }

        await FlushAsync(world, server);
        await using var again = new LedgeredNode(world, copy, Define);
        await again.SettledAsync();
        (await again.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = Usd(40), Held = Usd(20) });
    }

    [SkippableFact]
    public async Task Retention_DeletesWhatTwoSnapshotsStandFor()
    {
        await using RedisServerProcess server = await StartAsync();
        await using BudgetWorld world = await BudgetWorld.CreateAsync(server.ConnectionString);
        using var ledger = new TestLedger();
        await using (var node = new LedgeredNode(world, ledger, Define))
        {
            for (int round = 0; round < 3; round++)
            {
                for (int i = 0; i < 300; i++)
                {
                    await node.Budgets.ChargeAsync(Usd(0.1m));
                }

                (await node.Store.SnapshotAsync()).Should().BeTrue();
                ledger.Time.Advance(TimeSpan.FromHours(1));
                node.Log.DeleteOlderThan(TimeSpan.Zero).Any().Should().Be(round > 0, "round {0}", round);
            }
        }

        await FlushAsync(world, server);
        await using var back = new LedgeredNode(world, ledger, Define);
        await back.SettledAsync();
        (await back.StatusAsync("all")).Committed.Should().Be(Usd(90));
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Charge_OfAProcessThatDiesBetweenLedgerAndBudget_IsBookedAfterItsRestart(bool written)
    {
        await using RedisServerProcess server = await StartAsync();
        using var ledger = new TestLedger();
        string ns = TestServers.UniqueNamespace();
        for (int kill = 1; kill <= 6; kill++)
        {
            int at = kill;
            string path = Path.Combine(ledger.Path, $"{kill}");
            await using (ServiceProvider life = Host(server, ns + kill, path, services => services.AddSingleton<INodeJournal>(provider => new KillingJournal(
                new LedgerNodeJournal(provider.GetRequiredService<LedgerLog>(), TimeProvider.System, NullLogger.Instance, provider.GetRequiredService<ChargesUnderWay>()), at, written))))
            {
                ICostTracker tracker = life.GetRequiredService<ICostTracker>();
                tracker.Track(Stated(1));
                tracker.Track(Stated(2));
                try
                {
                    BudgetHold hold = await life.GetRequiredService<IBudgets>().ReserveAsync(Usd(5));
                    await tracker.SettleAsync(hold, Stated(4));
                }
                catch (KilledException)
                {
                    // The end.
                }
            }

            for (int start = 0; start < 2; start++)
            {
                await using ServiceProvider next = Host(server, ns + kill, path, static _ => { });
                RedisBudgetStore store = next.GetRequiredService<RedisBudgetStore>();
                IBudgets budgets = next.GetRequiredService<IBudgets>();
                await WaitUntil.Async(
                    async () =>
                    {
                        await store.PulseAsync();
                        await store.DrainAsync();
                        return store.WaitingCount == 0;
                    },
                    s_patience,
                    "nothing waits");
                decimal sum = next.GetRequiredService<ICostLedger>().ReadPage(0, 100).Records.Sum(static record => record.Amount.Round().ToDecimal());
                (await budgets.GetStatusAsync("all"))!.Committed.Should().Be(Usd(sum), "killed at record {0}", kill);
            }
        }
    }

    private static ServiceProvider Host(RedisServerProcess server, string ns, string path, Action<IServiceCollection> configure)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddCostMetering(o => o.LedgerPath = path)
            .AddBudget("all", static b => b.Yearly(100).Enforce())
            .ConfigureBudgets(o => o.Namespace = ns)
            .UseRedis(server.ConnectionString);
        configure(services);
        return services.BuildServiceProvider();
    }

    private static CostUse Stated(decimal amount) => CostUse.Stated(CostCategory.Api, "call", MeterQuantity.Of(1m), Usd(amount));

    private static async Task<RedisServerProcess> StartAsync(params string[] arguments)
    {
        Requires.RedisServer();
        return await RedisServerProcess.StartAsync(arguments);
    }

    private static async Task FlushAsync(BudgetWorld world, RedisServerProcess server)
    {
        await server.FlushAllAsync();
        await world.AdvanceAsync(TimeSpan.Zero);
    }

    private static void Define(BudgetsBuilder budgets) => budgets.AddBudget("all", static b => b.Monthly(100).Enforce());

    private static Money Usd(decimal amount) => Money.Of(amount, Currency.Usd);
}
