using System.Diagnostics;
using System.Globalization;
using CodeGen.Runtime.Costs;
using Microsoft.Extensions.Logging.Abstractions;

namespace CodeGen.Runtime.Conformance.Budgets;

/// <summary>One of the processes that share budgets: reserves, calls, settles, and now and then kills itself between two steps.</summary>
internal static class TortureNode
{
    public const string Name = "node-budget-torture";
    private const int Tasks = 3;

    /// <summary>One of so many steps is the last one; none with 0.</summary>
    private static int s_deathEvery;

    public static async Task<int> RunAsync(Arguments arguments)
    {
        s_deathEvery = arguments.Int("death", 0, 1_000_000);
        ulong node = ulong.Parse(arguments.Text("node"), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        string path = arguments.Text("file");
        string ns = arguments.Text("namespace");
        bool leases = arguments.Text("mode") == TortureVerb.Leased;
        using var stop = new CancellationTokenSource();
        using var file = new TortureLog(path);
        await using TortureBudgets budgets = TortureBudgets.Open(
            arguments.Text("connection"), ns, node, arguments.Text("others").Split(','), TimeSpan.FromHours(arguments.Number("skew", -100_000, 100_000)), (decimal)arguments.Number("limit", 0, 1e9), arguments.Text("ledger"),
            leases ? store => new TortureChunkStore(store, file, () => MayDie(Random.Shared, stop.Token)) : null);
        var random = new Random(arguments.Int("seed", 0, int.MaxValue));
        SettleSome(budgets, random);
        using var loop = new SharedBudgetLoop(budgets.Store, TimeProvider.System, NullLogger.Instance);
        await loop.StartAsync(CancellationToken.None);
        NodeProcesses.Say(NodeProcesses.ReadyLine);
        Task ticking = budgets.Leased is { } leased ? TickAsync(leased, file, stop.Token) : Task.CompletedTask;
        Task[] working = [.. Enumerable.Range(0, Tasks).Select(_ => WorkAsync(budgets, file, new Random(random.Next()), stop.Token))];
        await NodeProcesses.NextLineAsync();
        await stop.CancelAsync();
        await Task.WhenAll(working);
        await ticking;
        await (budgets.Leased?.CloseAsync() ?? Task.CompletedTask);
        while (budgets.Store.WaitingCount > 0)
        {
            await budgets.Store.DrainAsync();
            await Task.Delay(20);
        }

        NodeProcesses.Say(NodeProcesses.DoneLine);
        await NodeProcesses.NextLineAsync();
        return 0;
    }

    /// <summary>Of the holds that the process before left, some are settled late, the others are left to a policy. What it had begun to tell the server the library finishes.</summary>
    private static void SettleSome(TortureBudgets budgets, Random random)
    {
        foreach (HoldRecord hold in budgets.Store.Account.OpenHolds().Where(hold => random.Next(2) == 0 && budgets.Store.FindOpen(hold.Id) is not null))
        {
            budgets.Store.SettleLate(hold, new BookedAmounts(hold.Estimate));
        }
    }

    private static async Task TickAsync(LeasedBudgetStore leased, TortureLog file, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await leased.TickAsync();
            }
            catch (Exception e)
            {
                file.Failed(e);
                throw;
            }

            await Task.Delay(50, CancellationToken.None);
        }
    }

    private static async Task WorkAsync(TortureBudgets budgets, TortureLog file, Random random, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            MayDie(random, stop);
            int ceiling = random.Next(1, 2_000);
            try
            {
                BudgetReservation reservation = await budgets.Keeper.TryReserveAsync(Money.FromPicos((Int128)ceiling * 100_000_001, Currency.Usd), cancellationToken: CancellationToken.None);
                MayDie(random, stop);
                if (reservation.IsHeld)
                {
                    file.Count('H');
                }
                else
                {
                    file.Count('F');
                    await Task.Delay(random.Next(20), CancellationToken.None);
                    continue;
                }

                await CallAsync(reservation.Hold, ceiling, file, random, stop);
            }
            catch (BudgetUnavailableException)
            {
                file.Count('U');
                await Task.Delay(random.Next(100), CancellationToken.None);
            }
            catch (Exception e)
            {
                file.Failed(e);
                throw;
            }
        }
    }

    private static async Task CallAsync(BudgetHold hold, int ceiling, TortureLog file, Random random, CancellationToken stop)
    {
        await Task.Delay(random.Next(10), CancellationToken.None);
        MayDie(random, stop);
        switch (random.Next(20))
        {
            case 0:
                await hold.DisposeAsync();
                break;
            case < 3:
                await hold.ReleaseAsync(CancellationToken.None);
                file.Count('R');
                break;
            default:
                Money actual = Money.FromPicos((Int128)random.Next(0, ceiling + 1) * 100_000_001, Currency.Usd);
                await hold.SettleAsync(actual, CancellationToken.None);
                file.Settled(hold.Id, actual);
                MayDie(random, stop);
                break;
        }
    }

    private static void MayDie(Random random, CancellationToken stop)
    {
        if (s_deathEvery > 0 && !stop.IsCancellationRequested && random.Next(s_deathEvery) == 0)
        {
            Process.GetCurrentProcess().Kill();
        }
    }
}
