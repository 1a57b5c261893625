using System.Diagnostics;
using CodeGen.Runtime.Coordination;
using CodeGen.Runtime.Costs;
using CodeGen.Runtime.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace CodeGen.Runtime.Benchmarks;

/// <summary>What reservations of budgets that several nodes share cost on a redis-server of its own: how many a second and how long each takes, by the number of callers at once.</summary>
internal static class SharedBudgetMeasure
{
    private const int Rounds = 3;
    private static readonly TimeSpan s_length = TimeSpan.FromSeconds(3);
    private static readonly int[] s_clients = [1, 8, 64];

    public static async Task<int> RunAsync()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        for (int round = 1; round <= Rounds; round++)
        {
            foreach (int budgets in new[] { 1, 4 })
            {
                foreach (int clients in s_clients)
                {
                    await MeasureAsync(server, round, budgets, clients, SharedBudgetMode.Exact);
                    await MeasureAsync(server, round, budgets, clients, SharedBudgetMode.Leased);
                }
            }
        }

        return 0;
    }

    private static async Task MeasureAsync(RedisServerProcess server, int round, int budgets, int clients, SharedBudgetMode mode)
    {
        BudgetScope[] scopes = BudgetScope.Of(
            Enumerable.Range(0, budgets).Select(static i => new BudgetDefinition(
                $"b{i}", [], i % 2 == 0 ? BudgetPeriod.Monthly() : BudgetPeriod.Rolling(TimeSpan.FromHours(24)), Money.Of(1_000_000_000, Currency.Usd), [], BudgetMode.Enforce)),
            TimeProvider.System);
        var options = new SharedBudgetOptions { Namespace = TestServers.UniqueNamespace(), Node = RandomIdentity.Next() };
        var connection = new RedisConnection(new CoordinationOptions { Configuration = server.ConnectionString, CommandTimeout = TimeSpan.FromSeconds(10) }, NullLogger.Instance);
        await using var store = new RedisBudgetStore(connection, scopes, options, TimeProvider.System, NullLogger.Instance);
        var leased = new LeasedBudgetStore(store, new LeasingOptions { Mode = mode }, TimeProvider.System, NullLogger.Instance);
        using var stop = new CancellationTokenSource();
        Task ticking = TickAsync(leased, stop.Token);
        var keeper = new BudgetKeeper(scopes, leased, TimeSpan.FromMinutes(15), TimeProvider.System, null, [], NullLogger.Instance);
        Money estimate = Money.Of(0.01m, Currency.Usd);
        foreach (bool settles in new[] { false, true })
        {
            _ = await RunAsync(keeper, estimate, clients, TimeSpan.FromSeconds(1), settles);
            long began = Stopwatch.GetTimestamp();
            List<double> times = await RunAsync(keeper, estimate, clients, s_length, settles);
            double rate = times.Count / Stopwatch.GetElapsedTime(began).TotalSeconds;
            times.Sort();
            await leased.FlushAsync(static (_, _) => true);
            Console.WriteLine(
                $"round {round}  {mode,-6}  {(settles ? "reserve and settle" : "reserve"),-18}  budgets {budgets}  clients {clients,2}  {rate,9:#,0}/s  p50 {times[times.Count / 2]:0.000} ms  p99 {times[times.Count * 99 / 100]:0.000} ms");
        }

        await stop.CancelAsync();
        await ticking;
        await server.FlushAllAsync();
    }

    /// <summary>As a host's loop does, four times in the life of a chunk.</summary>
    private static async Task TickAsync(LeasedBudgetStore leased, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(BudgetsOptions.DefaultChunkLife / 4);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                await leased.TickAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // It was measured.
        }
    }

    private static async Task<List<double>> RunAsync(BudgetKeeper keeper, Money estimate, int clients, TimeSpan length, bool settles)
    {
        long end = Stopwatch.GetTimestamp() + (long)(length.TotalSeconds * Stopwatch.Frequency);
        List<double>[] times = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            var own = new List<double>();
            while (Stopwatch.GetTimestamp() < end)
            {
                long began = Stopwatch.GetTimestamp();
                BudgetHold hold = await keeper.ReserveAsync(estimate);
                if (settles)
                {
                    await hold.SettleAsync(estimate);
                }

                own.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            return own;
        })));
        return [.. times.SelectMany(static own => own)];
    }
}
