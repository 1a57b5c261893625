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
        "processes with wrong clocks share budgets and are killed between any two steps while the server restarts: no overshoot, no stranded hold, and sums equal to what their ledgers say, and what they were told",
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
            string[] ledgers = [.. files.Select(static file => file + "-ledger")];
            ulong[] nodes = [.. files.Select(static _ => RandomIdentity.Next())];
            int starts = 0;
            await using var faults = new TortureFaults(
                server,
                (i, calm) => NodeProcesses.Start(
                    TortureNode.Name, ("node", BudgetKeys.NodeText(nodes[i])), ("file", files[i]), ("ledger", ledgers[i]), ("connection", server.ConnectionString), ("namespace", ns),
                    ("others", string.Join(',', nodes.Where(n => n != nodes[i]).Select(BudgetKeys.NodeText))), ("skew", ((i % 5) - 2) * 1_000), ("limit", limit.ToString(CultureInfo.InvariantCulture)), ("seed", (seed * 1_000) + starts++), ("mode", mode), ("death", calm ? 0 : 400)),
                processes,
                failOver,
                seed);
            TortureBudgets policy = TortureBudgets.Open(server.ConnectionString, ns, nodes[^1], nodes[..^1].Select(BudgetKeys.NodeText), TimeSpan.Zero, limit, ledgers[^1]);
            using var stop = new CancellationTokenSource();
            Task<int> resolving = ResolveAsync(policy, stop.Token);
            await faults.RunAsync(TimeSpan.FromSeconds(arguments.Int("seconds", 1, 86_400)));
            await faults.FinishAsync();
            await stop.CancelAsync();
            int resolved = await resolving;
            resolved += await ResolveAllAsync(policy, server, ns, report);
            await policy.DisposeAsync();
            await faults.DisposeAsync();
            var booked = new TortureLedger();
            foreach (string ledger in ledgers)
            {
                booked.Read(ledger);
            }

            await JudgeAsync([.. files[..^1].Select(TortureTold.Read)], booked, server, ns, limit, faults, resolved, failOver, mode, report);
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

    private static async Task JudgeAsync(TortureTold[] told, TortureLedger booked, RedisServerProcess server, string ns, decimal limit, TortureFaults faults, int resolved, bool failOver, string mode, Report report)
    {
        int wrong = 0;
        Int128 most = 0;
        var keys = new BudgetKeys(ns);
        foreach (var budget in booked.Bookings.GroupBy(static booking => booking.Budget))
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

            if (budget.Key.StartsWith(TortureBudgets.Minute, StringComparison.Ordinal))
            {
                long reach = TortureBudgets.RollingSeconds * 1_000;
                most = windows.Keys.Max(start => windows.Where(w => w.Key <= start && w.Key >= start - reach).Aggregate((Int128)0, static (sum, w) => sum + w.Value));
            }
        }

        int lost = told.Sum(one => JudgeTold(one, booked, report));

        int beyond = 0;
        foreach ((BudgetHoldId id, Int128 sum) in booked.ByHold.Where(static one => one.Key != default))
        {
            // What a chunk leaves behind has no reservation of its own in a ledger; corrections have no hold.
            bool isWithin = sum >= 0 && sum <= booked.Ceilings.GetValueOrDefault(id, sum);
            beyond += isWithin ? 0 : 1;
            report.Check(isWithin, $"booked of {id} over all ledgers", $"0 to {booked.Ceilings.GetValueOrDefault(id)}", sum);
        }

        foreach (string failure in told.SelectMany(static record => record.Failures))
        {
            report.Fail("a step", "nothing but refusals", failure);
        }

        Int128 overshoot = Int128.Max(0, most - Money.Of(limit, Currency.Usd).Picos);
        report.Check(overshoot == 0, "overshoot in picos", 0, overshoot);
        report.Check(booked.Steps > 0, "settlements", "more than 0", 0);
        var table = new Table("", "count");
        table.Add("reservations held", told.Sum(static record => record.Held));
        if (mode == Leased)
        {
            table.Add("chunks for them", told.Sum(static record => record.Chunks.Count));
        }

        table.Add("refused, too little left", told.Sum(static record => record.Refused));
        table.Add("refused, server away or recovering", told.Sum(static record => record.Unavailable));
        table.Add("settled by their holders or a policy", booked.Steps);
        table.Add("released", told.Sum(static record => record.Released));
        table.Add("resolved by the policy", resolved);
        table.Add("processes killed", faults.Kills);
        table.Add(failOver ? "server killed without its newest writes, or flushed" : "server killed and restarted", faults.Restarts);
        table.Add("most of a minute, of " + limit.ToString(CultureInfo.InvariantCulture), Money.FromPicos(most, Currency.Usd));
        table.Add("overshoot", Money.FromPicos(overshoot, Currency.Usd));
        table.Add("holds and chunks that came to less than nothing or to more than their ceiling, over all ledgers, of " + booked.ByHold.Count.ToString(CultureInfo.InvariantCulture), beyond);
        table.Add("windows whose sum is not that of the ledgers", wrong);
        table.Add("settlements that were told and are not booked once, of " + told.Sum(static one => one.Settled.Count).ToString(CultureInfo.InvariantCulture), lost);
        table.Write($"budget-torture{(failOver ? " --failover on" : "")}{(mode == Leased ? " --mode leased" : "")}: {told.Length} processes");
    }

    /// <summary>
    /// Whoever was told that a call is settled: it came to that, once, whatever happened to the process and the server after it. What was settled in a chunk is booked under the name of that: never more than
    /// it holds, and together at least what was told.
    /// </summary>
    private static int JudgeTold(TortureTold told, TortureLedger booked, Report report)
    {
        int lost = 0;
        Int128 inChunks = 0;
        foreach ((BudgetHoldId id, Money actual) in told.Settled)
        {
            bool isChunks = !booked.ByHold.TryGetValue(id, out Int128 sum) && told.Chunks.Count > 0;
            inChunks += isChunks ? actual.Picos : 0;
            lost += isChunks || sum == actual.Picos ? 0 : 1;
            report.Check(isChunks || sum == actual.Picos, $"settlement of {id}", actual.Picos, sum);
        }

        Int128 ofChunks = 0;
        foreach ((BudgetHoldId id, Money most) in told.Chunks)
        {
            Int128 sum = booked.ByHold.GetValueOrDefault(id);
            ofChunks += sum;
            report.Check(sum >= 0 && sum <= most.Picos, $"booked of the chunk {id}", $"0 to {most.Picos}", sum);
        }

        report.Check(ofChunks >= inChunks, "booked of chunks, of what was told", inChunks, ofChunks);
        return lost + (ofChunks >= inChunks ? 0 : 1);
    }

    private static async Task<Int128> AmountAsync(RedisServerProcess server, string key, string field)
    {
        RedisResult value = await server.ExecuteAsync("HGET", key, field);
        return value.IsNull ? 0 : LimbText.Parse((string)value!);
    }
}
