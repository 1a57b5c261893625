using System.Globalization;
using CodeGen.Runtime.Coordination;
using CodeGen.Runtime.Costs;
using CodeGen.Runtime.TestKit;
using StackExchange.Redis;

namespace CodeGen.Runtime.Conformance.Budgets;

/// <summary>Processes that share budgets are killed at any moment, and the server with them: nothing is overshot, nothing stays held, and the sums are what the processes wrote down.</summary>
internal static class TortureVerb
{
    /// <summary>The mode in which the processes serve reservations from chunks.</summary>
    public const string Leased = "leased";

    public static Verb Verb { get; } = new(
        "budget-torture",
        "processes with wrong clocks share budgets and are killed between any two steps while the server restarts: no overshoot, no stranded hold, and sums equal to what the processes wrote down",
        [
            new("redis", "start", "start", "'start' for a redis-server of its own; it is killed and restarted"),
            new("processes", "N", "8", "how many nodes"),
            new("seconds", "N", "30", "how long"),
            new("seed", "S", "1", "of what is random"),
            new("failover", "on|off", "off", "whether the server loses its newest writes, or all, instead of nothing"),
            new("limit", "USD", "100", "of each minute"),
            new("mode", "exact|leased", "exact", "whether each reservation is a step of the server, or the processes serve them from chunks"),
        ],
        RunAsync);

    private static async Task RunAsync(Arguments arguments, Report report)
    {
        if (arguments.Text("redis") != "start" || !RedisServerProcess.IsAvailable)
        {
            throw new UsageException($"budget-torture kills its server, so --redis has to be 'start', and redis-server on the PATH; {RedisServerProcess.InstallHint}.");
        }

        string mode = arguments.Text("mode");
        if (mode is not ("exact" or Leased))
        {
            throw new UsageException($"--mode is '{mode}'; write 'exact' or '{Leased}'.");
        }

        int processes = arguments.Int("processes", 1, 64);
        int seed = arguments.Int("seed", 0, int.MaxValue);
        bool failOver = arguments.Switch("failover");
        decimal limit = (decimal)arguments.Number("limit", 1, 1_000_000);
        string ns = TestServers.UniqueNamespace();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("codegen-budget-torture-");
        await using RedisServerProcess server = failOver
            ? await RedisServerProcess.StartAsync("--dbfilename", "dump.rdb")
            : await RedisServerProcess.StartAsync("--appendonly", "yes", "--appendfsync", "always");
        try
        {
            string[] files = [.. Enumerable.Range(0, processes + 1).Select(i => Path.Combine(folder.FullName, $"node-{i}"))];
            ulong[] nodes = [.. files.Select(static _ => RandomIdentity.Next())];
            int starts = 0;
            await using var faults = new TortureFaults(
                server,
                (i, calm) => NodeProcesses.Start(
                    TortureNode.Name, ("node", BudgetKeys.NodeText(nodes[i])), ("file", files[i]), ("connection", server.ConnectionString), ("namespace", ns),
                    ("others", string.Join(',', nodes.Where(n => n != nodes[i]).Select(BudgetKeys.NodeText))), ("skew", ((i % 5) - 2) * 1_000), ("limit", limit.ToString(CultureInfo.InvariantCulture)), ("seed", (seed * 1_000) + starts++), ("mode", mode), ("death", calm ? 0 : 400)),
                processes,
                failOver,
                seed);
            using var file = new SideFile(files[^1], BudgetKeys.NodeText(nodes[^1]));
            await using TortureBudgets policy = TortureBudgets.Open(server.ConnectionString, ns, nodes[^1], nodes[..^1].Select(BudgetKeys.NodeText), TimeSpan.Zero, limit, new NodeAccount(file));
            using var stop = new CancellationTokenSource();
            Task<int> resolving = ResolveAsync(policy, stop.Token);
            await faults.RunAsync(TimeSpan.FromSeconds(arguments.Int("seconds", 1, 86_400)));
            await faults.FinishAsync();
            await stop.CancelAsync();
            int resolved = await resolving;
            resolved += await ResolveAllAsync(policy, server, ns, report);
            SideRecord[] records = [.. files.Select(SideRecord.Read)];
            await JudgeAsync(records, server, ns, limit, faults, resolved, failOver, mode, report);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The policy: what nobody spoke of is taken at its ceiling.</summary>
    private static async Task<int> ResolveAsync(TortureBudgets policy, CancellationToken stop)
    {
        int resolved = 0;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await policy.Store.PulseAsync();
                resolved += await policy.Keeper.ResolveAsync(static hold => hold.Estimate, CancellationToken.None);
                await policy.Store.DrainAsync();
            }
            catch (BudgetUnavailableException)
            {
                // Again.
            }

            await Task.Delay(500, CancellationToken.None);
        }

        return resolved;
    }

    private static async Task<int> ResolveAllAsync(TortureBudgets policy, RedisServerProcess server, string ns, Report report)
    {
        int resolved = 0;
        var keys = new BudgetKeys(ns);
        try
        {
            await WaitUntil.Async(
                async () =>
                {
                    await policy.Store.PulseAsync();
                    await policy.Store.DrainAsync();
                    resolved += await policy.Keeper.ResolveAsync(static hold => hold.Estimate, CancellationToken.None);
                    return policy.Store.WaitingCount == 0 && (long)await server.ExecuteAsync("ZCARD", keys.Leases!) == 0;
                },
                TimeSpan.FromSeconds(30));
            report.Check(true, "stranded holds", "", "");
        }
        catch (TimeoutException)
        {
            report.Fail("stranded holds", 0, (long)await server.ExecuteAsync("ZCARD", keys.Leases!));
        }

        return resolved;
    }

    private static async Task JudgeAsync(SideRecord[] records, RedisServerProcess server, string ns, decimal limit, TortureFaults faults, int resolved, bool failOver, string mode, Report report)
    {
        int wrong = 0;
        Int128 most = 0;
        var keys = new BudgetKeys(ns);
        foreach (var budget in records.SelectMany(static record => record.Bookings).GroupBy(static booking => booking.Budget))
        {
            Dictionary<long, Int128> windows = budget.GroupBy(static booking => booking.WindowStart).ToDictionary(static window => window.Key, static window => window.Aggregate((Int128)0, static (sum, b) => sum + b.Committed));
            // The store keeps the last 128 windows.
            foreach ((long start, Int128 expected) in windows.Where(window => window.Key > windows.Keys.Max() - 600_000))
            {
                string key = (string)keys.Budget(budget.Key)!;
                Int128 committed = await AmountAsync(server, key, $"{start}c");
                Int128 held = await AmountAsync(server, key, $"{start}h");
                wrong += committed == expected && held == 0 ? 0 : 1;
                report.Check(committed == expected, $"sum of {budget.Key} from {start}", expected, committed);
                report.Check(held == 0, $"held by {budget.Key} from {start}", 0, held);
            }

            if (budget.Key.StartsWith(TortureBudgets.Month, StringComparison.Ordinal))
            {
                Int128 booked = windows.Values.Aggregate((Int128)0, static (sum, one) => sum + one);
                Int128 acknowledged = records.Aggregate((Int128)0, static (sum, record) => sum + record.Acknowledged);
                report.Check(booked >= acknowledged, "booked, of what was acknowledged", acknowledged, booked);
            }

            if (budget.Key.StartsWith(TortureBudgets.Minute, StringComparison.Ordinal))
            {
                long reach = TortureBudgets.RollingSeconds * 1_000;
                most = windows.Keys.Max(start => windows.Where(w => w.Key <= start && w.Key >= start - reach).Aggregate((Int128)0, static (sum, w) => sum + w.Value));
            }
        }

        foreach (string failure in records.SelectMany(static record => record.Failures))
        {
            report.Fail("a step", "nothing but refusals", failure);
        }

        Int128 overshoot = Int128.Max(0, most - Money.Of(limit, Currency.Usd).Picos);
        report.Check(overshoot == 0, "overshoot in picos", 0, overshoot);
        report.Check(records.Sum(static record => record.Settled) > 0, "settlements", "more than 0", 0);
        var table = new Table("", "count");
        table.Add("reservations held", records.Sum(static record => record.Granted));
        table.Add(mode == Leased ? "holds of the server: chunks, and what outlived them" : "holds of the server", records.Sum(static record => record.Held));
        table.Add("refused, too little left", records.Sum(static record => record.Refused));
        table.Add("refused, server away or recovering", records.Sum(static record => record.Unavailable));
        table.Add("settled by their holders or a policy", records.Sum(static record => record.Settled));
        table.Add("released", records.Sum(static record => record.Released));
        table.Add("resolved by the policy", resolved);
        table.Add("processes killed", faults.Kills);
        table.Add(failOver ? "server killed without its newest writes, or flushed" : "server killed and restarted", faults.Restarts);
        table.Add("most of a minute, of " + limit.ToString(CultureInfo.InvariantCulture), Money.FromPicos(most, Currency.Usd));
        table.Add("overshoot", Money.FromPicos(overshoot, Currency.Usd));
        table.Add("windows whose sum is not that of the processes", wrong);
        table.Write($"budget-torture{(failOver ? " --failover on" : "")}{(mode == Leased ? " --mode leased" : "")}: {records.Length - 1} processes");
    }

    private static async Task<Int128> AmountAsync(RedisServerProcess server, string key, string field)
    {
        RedisResult value = await server.ExecuteAsync("HGET", key, field);
        return value.IsNull ? 0 : LimbText.Parse((string)value!);
    }
}
