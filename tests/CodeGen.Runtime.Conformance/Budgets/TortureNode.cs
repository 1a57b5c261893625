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
        SideRecord before = SideRecord.Read(path);
        using var file = new SideFile(path, BudgetKeys.NodeText(node));
        var account = new NodeAccount(file);
        var random = new Random(arguments.Int("seed", 0, int.MaxValue));
        using var stop = new CancellationTokenSource();
        bool leases = arguments.Text("mode") == TortureVerb.Leased;
        await using TortureBudgets budgets = TortureBudgets.Open(
            arguments.Text("connection"), ns, node, arguments.Text("others").Split(','), TimeSpan.FromHours(arguments.Number("skew", -100_000, 100_000)), (decimal)arguments.Number("limit", 0, 1e9), account,
            leases ? store => new TortureChunkStore(store, file, () => MayDie(Random.Shared, stop.Token)) : null);
        Restore(before, budgets, account, file, random);
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

    /// <summary>What the process before had not finished is finished; of the holds that it left, some are settled late, the others are left to a policy.</summary>
    private static void Restore(SideRecord before, TortureBudgets budgets, NodeAccount account, SideFile file, Random random)
    {
        IReadOnlyList<HoldRecord> open = before.Open(budgets.Scopes);
        account.Restore(before.Bookings, open);
        foreach (HoldRecord hold in open)
        {
            if (before.Split(hold, budgets.Scopes) is { } split)
            {
                budgets.Store.TryWait(split, mayDrop: false);
                continue;
            }

            if (!before.Unfinished.TryGetValue(hold.Id, out Money? amount))
            {
                if (random.Next(2) == 0)
                {
                    continue;
                }

                amount = hold.Estimate;
                file.Settling(hold.Id, hold.Estimate);
            }

            var step = amount is { } actual ? new WaitingStep(WaitingStep.Settle, hold, new BookedAmounts(actual), 0) : new WaitingStep(WaitingStep.Release, hold, default, 0);
            budgets.Store.TryWait(step, mayDrop: false);
        }
    }

    private static async Task TickAsync(LeasedBudgetStore leased, SideFile file, CancellationToken stop)
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

    private static async Task WorkAsync(TortureBudgets budgets, SideFile file, Random random, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            MayDie(random, stop);
            int ceiling = random.Next(1, 2_000);
            try
            {
                BudgetReservation reservation = await budgets.Keeper.TryReserveAsync(Money.FromPicos((Int128)ceiling * 100_000_001, Currency.Usd), cancellationToken: CancellationToken.None);
                MayDie(random, stop);
                if (!reservation.IsHeld)
                {
                    file.Count('F');
                    await Task.Delay(random.Next(20), CancellationToken.None);
                    continue;
                }

                file.Count('G');
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

    private static async Task CallAsync(BudgetHold hold, int ceiling, SideFile file, Random random, CancellationToken stop)
    {
        await Task.Delay(random.Next(10), CancellationToken.None);
        MayDie(random, stop);
        switch (random.Next(20))
        {
            case 0:
                await hold.DisposeAsync();
                break;
            case < 3:
                file.Releasing(hold.Id);
                MayDie(random, stop);
                await hold.ReleaseAsync(CancellationToken.None);
                break;
            default:
                Money actual = Money.FromPicos((Int128)random.Next(0, ceiling + 1) * 100_000_001, Currency.Usd);
                file.Settling(hold.Id, actual);
                MayDie(random, stop);
                await hold.SettleAsync(actual, CancellationToken.None);
                file.Acknowledged(actual);
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
