using System.Globalization;
using CodeGen.Runtime.Costs;
using Microsoft.Extensions.DependencyInjection;

namespace CodeGen.Runtime.LedgerHost;

/// <summary>
/// Budgets in a process to be killed. Each thread reserves, settles, releases, leaves holds open and charges, until the end, and writes a line before each step that ends something and one after each
/// step that was done: <c>held ID CENTS</c>, <c>settling ID CENTS</c> and <c>settled ID CENTS</c>, <c>releasing ID</c> and <c>released ID</c>, <c>charging ID CENTS</c> and <c>charged ID CENTS</c>,
/// <c>refused</c>.
/// </summary>
internal sealed class HostBudgets(IBudgets budgets)
{
    public const decimal Limit = 6;

    private const int StepsToSnapshot = 40;

    private static readonly CostAttribution s_capped = new() { Project = "capped" };
    private static readonly CostAttribution s_free = new() { Project = "free" };

    /// <summary>The same budgets, whoever opens the ledger.</summary>
    public static ServiceProvider Open(LedgerLog log) => new ServiceCollection()
        .AddSingleton(log)
        .AddBudget("capped", static b => b.Scope("project", "capped").Yearly(Limit, "Asia/Shanghai").Enforce())
        .AddBudget("rolling", static b => b.Scope("project", "capped").Rolling(Limit, TimeSpan.FromDays(366), 61).Enforce())
        .AddBudget("all", static b => b.Yearly(1_000_000))
        .BuildServiceProvider();

    public async Task RunAsync(int thread, int seed)
    {
        var random = new Random((seed * 31) + thread);
        for (int step = 0; ; step++)
        {
            await StepAsync(random, $"{thread}-{step}");
            if (thread == 0 && step % StepsToSnapshot == 0)
            {
                await ((InProcessBudgetStore)((BudgetKeeper)budgets).Store).SnapshotAsync();
            }
        }
    }

    private static Money Cents(int cents) => Money.Of(cents / 100m, Currency.Usd);

    private static void Tell(FormattableString line) => Console.Out.Write(line.ToString(CultureInfo.InvariantCulture) + "\n");

    private async Task StepAsync(Random random, string name)
    {
        int cents = random.Next(0, 30);
        if (random.Next(4) == 0)
        {
            Tell($"charging {name} {cents}");
            await budgets.ChargeAsync(Cents(cents), s_free);
            Tell($"charged {name} {cents}");
            return;
        }

        BudgetReservation reservation = await budgets.TryReserveAsync(Cents(cents), s_capped);
        if (!reservation.IsHeld)
        {
            Tell($"refused");
            return;
        }

        BudgetHold hold = reservation.Hold;
        Tell($"held {hold.Id} {cents}");
        switch (random.Next(8))
        {
            case 0:
                break;
            case 1:
            case 2:
                Tell($"releasing {hold.Id}");
                await hold.ReleaseAsync();
                Tell($"released {hold.Id}");
                break;
            default:
                int actual = random.Next(0, (cents / 3) + 1);
                Tell($"settling {hold.Id} {actual}");
                await hold.SettleAsync(Cents(actual));
                Tell($"settled {hold.Id} {actual}");
                break;
        }
    }
}
