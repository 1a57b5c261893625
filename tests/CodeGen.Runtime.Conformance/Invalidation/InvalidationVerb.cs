using System.Diagnostics;
using CodeGen.Runtime.TestKit;
using CodeGen.Runtime.TestKit.Faults;

namespace CodeGen.Runtime.Conformance.Invalidation;

/// <summary>Several processes, faults, and every read checked against the promised bound.</summary>
internal static class InvalidationVerb
{
    public static Verb Verb { get; } = new(
        "invalidation",
        "several nodes read, write and invalidate under faults; every read is checked against the promised bound of staleness",
        Options(seconds: null, seed: null, redis: null, pause: "0"),
        RunAsync);

    public static VerbOption[] Options(string? seconds, string? seed, string? redis, string pause) =>
        [
            new("seconds", "N", seconds, "how long"),
            new("seed", "S", seed, "seeds the streams of operations and of faults"),
            Verbs.Redis with { Default = redis },
            new("features", "on|off", "on", "whether the regions use every option of freshness"),
            new("fault-pause", "MS", pause, "time between two faults; 0 is three tenths of the lease"),
            new("processes", "N", "4", "how many nodes"),
            new("faults", "on|off", "on", "whether faults are injected"),
            new("rate", "R", "500", "operations a second of each node, at most"),
            new("max-staleness", "MS", "1000", "the lease of the nodes, in milliseconds"),
            new("residue", "MS", "50", "how long after a thaw a read may still be stale: the clock's tick of 10 ms, and what the machine's scheduler adds"),
        ];

    private static Task RunAsync(Arguments arguments, Report report) => RunAsync(arguments, report, "invalidation", watch: false);

    /// <summary>The run itself, which the soak shares.</summary>
    public static async Task RunAsync(Arguments arguments, Report report, string name, bool watch)
    {
        int seconds = arguments.Int("seconds", 1, 1_000_000);
        int seed = arguments.Int("seed", int.MinValue, int.MaxValue);
        int count = arguments.Int("processes", 1, InvalidationMemory.MostNodes);
        double rate = arguments.Number("rate", 1, 1_000_000);
        bool faulty = arguments.Switch("faults");
        var maxStaleness = TimeSpan.FromMilliseconds(arguments.Int("max-staleness", 100, 60_000));
        int residue = arguments.Int("residue", 10, 10_000);
        bool features = arguments.Switch("features");
        TimeSpan pause = arguments.Int("fault-pause", 0, 3_600_000) is > 0 and int given ? TimeSpan.FromMilliseconds(given) : maxStaleness * 0.3;
        string ns = TestServers.UniqueNamespace();
        await using ServerUnderTest server = await ServerUnderTest.OpenAsync(arguments.Text("redis"));
        using InvalidationMemory memory = InvalidationMemory.Create();

        NodeProcess Start(Worker worker) => NodeProcesses.Start(
            InvalidationNode.Name,
            ("node", worker.Number),
            ("connection", worker.Proxy.ConnectionString),
            ("namespace", ns),
            ("memory", memory.Path),
            ("max-staleness", (int)maxStaleness.TotalMilliseconds),
            ("residue", residue),
            ("rate", rate.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("seed", seed),
            ("features", features ? "on" : "off"));

        Worker[] workers = [.. Enumerable.Range(0, count).Select(n => new Worker(n, FaultProxy.Start(server.Port), Start, memory, report))];
        using var injector = new FaultInjector(server, workers, ns, maxStaleness, pause, seed);
        using var processes = new ProcessWatch(workers, TimeSpan.FromSeconds(seconds));
        try
        {
            await Task.WhenAll(workers.Select(w => w.StartAsync()));
            using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
            Task progress = ProgressAsync(memory, injector, stop.Token);
            if (watch)
            {
                processes.Start();
            }

            if (faulty)
            {
                await injector.RunAsync(stop.Token);
            }

            await progress;
            processes.Stop();
            await RecoveredAsync(workers, maxStaleness, report);
            await Task.WhenAll(workers.Select(w => w.StopAsync()));
        }
        finally
        {
            foreach (Worker worker in workers)
            {
                await worker.DisposeAsync();
            }
        }

        Judge(memory, faulty, injector, report);
        if (watch)
        {
            processes.Judge(report);
        }

        Write(name, memory, injector, $"{seconds} s, seed {seed}, {count} nodes, {server.Name}, lease {maxStaleness.TotalMilliseconds:0} ms, features {(features ? "on" : "off")}, faults {(faulty ? $"each {pause.TotalSeconds:0.##} s" : "off")}", maxStaleness);
    }

    private static async Task ProgressAsync(InvalidationMemory memory, FaultInjector injector, CancellationToken stop)
    {
        long began = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10));
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                Console.Error.WriteLine(
                    $"{Stopwatch.GetElapsedTime(began).TotalSeconds,6:0} s: {memory.Sum(Tally.ReadsChecked):#,0} reads checked, {memory.Sum(Tally.Acknowledged):#,0} invalidations acknowledged, "
                    + $"{injector.Done.Values.Sum()} faults, {memory.Sum(Tally.Beyond)} stale beyond the bound");
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    /// <summary>When all faults are healed, every node serves from memory again.</summary>
    private static async Task RecoveredAsync(Worker[] workers, TimeSpan maxStaleness, Report report)
    {
        TimeSpan patience = TimeSpan.FromSeconds(20) + (5 * maxStaleness);
        foreach (Worker worker in workers)
        {
            long hits = worker.Hits;
            long began = Stopwatch.GetTimestamp();
            try
            {
                await WaitUntil.Async(() => worker.Hits > hits + 20, patience);
                report.Check(true, "recovery", "", "");
            }
            catch (TimeoutException)
            {
                report.Fail($"recovery of node {worker.Number}", $"more than 20 hits from memory within {patience.TotalSeconds:0} s after the last fault", worker.Hits - hits);
            }

            Console.Error.WriteLine($"node {worker.Number} serves from memory {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0} ms after the run's end");
        }
    }

    private static void Judge(InvalidationMemory memory, bool faulty, FaultInjector injector, Report report)
    {
        // Lines that a killed node could not write any more are still counted in the memory.
        report.Check(memory.Sum(Tally.Beyond) == 0, "stale beyond the bound", 0, memory.Sum(Tally.Beyond));
        report.Check(memory.Sum(Tally.WrongKey) == 0, "values of another key", 0, memory.Sum(Tally.WrongKey));
        report.Check(memory.Sum(Tally.Unexpected) == 0, "exceptions of another kind", 0, memory.Sum(Tally.Unexpected));
        report.Check(memory.Sum(Tally.ReadsChecked) > 0, "reads checked", "more than 0", memory.Sum(Tally.ReadsChecked));
        report.Check(memory.Sum(Tally.LocalHits) > 0, "hits in memory", "more than 0", memory.Sum(Tally.LocalHits));
        report.Check(memory.Sum(Tally.SharedHits) > 0, "hits in the shared tier", "more than 0", memory.Sum(Tally.SharedHits));
        report.Check(memory.Sum(Tally.Acknowledged) > 0, "invalidations acknowledged", "more than 0", memory.Sum(Tally.Acknowledged));
        if (faulty)
        {
            report.Check(injector.Done.Count > 0, "faults", "more than 0", injector.Done.Count);
        }
        else
        {
            report.Check(memory.Sum(Tally.Thrown) == 0, "invalidations that threw without a fault", 0, memory.Sum(Tally.Thrown));
        }
    }

    private static void Write(string name, InvalidationMemory memory, FaultInjector injector, string title, TimeSpan maxStaleness)
    {
        var operations = new Table("operation", "count");
        for (Tally kind = Tally.GetOrCreate; kind <= Tally.Clear; kind++)
        {
            operations.Add(kind, memory.Sum(kind));
        }

        operations.Add("invalidations (with Set and Remove) acknowledged", memory.Sum(Tally.Acknowledged));
        operations.Add("invalidations that threw (nothing promised)", memory.Sum(Tally.Thrown));
        operations.Write($"{name}: {title}");

        var faults = new Table("fault", "count");
        foreach ((string fault, int count) in injector.Done.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            faults.Add(fault, count);
        }

        foreach ((string fault, string words) in injector.Refused)
        {
            faults.Add($"{fault}: refused by the server", words);
        }

        faults.Add("all", injector.Done.Values.Sum());
        faults.Write("faults");

        var reads = new Table("reads", "count");
        reads.Add("checked", memory.Sum(Tally.ReadsChecked));
        reads.Add("TryGet, hit in memory", memory.Sum(Tally.LocalHits));
        reads.Add("TryGet, hit in the shared tier", memory.Sum(Tally.SharedHits));
        reads.Add("TryGet, missed", memory.Sum(Tally.Misses));
        reads.Add("GetOrCreate, served or joined", memory.Sum(Tally.ServedByCreate));
        reads.Add("GetOrCreate, own factory", memory.Sum(Tally.OwnFactory));
        reads.Add("factory calls", memory.Sum(Tally.FactoryCalls));
        reads.Add("factories that failed, with nothing from before", memory.Sum(Tally.FactoryFailed));
        reads.Add("callers whose hard time-out passed", memory.Sum(Tally.CallerTimedOut));
        reads.Add("factories that found nothing modified", memory.Sum(Tally.NotModified));
        reads.Add("refused while cut off (Fail)", memory.Sum(Tally.Unavailable));
        reads.Add("failed otherwise", memory.Sum(Tally.CallFailed));
        reads.Add("not judged (Set not acknowledged)", memory.Sum(Tally.NotJudged));
        reads.Add($"stale within the bound of {NodeSettings.BoundOf(KeyFamily.Fail, maxStaleness).TotalMilliseconds:0} ms", memory.Sum(Tally.StaleWithin));
        reads.Add("  longest, ms", Clock.Milliseconds(memory.Max(Tally.StaleWithinMax)));
        reads.Add($"stale within the bound of {NodeSettings.BoundOf(KeyFamily.ServeStale, maxStaleness).TotalMilliseconds:0} ms (ServeStale)", memory.Sum(Tally.StaleServe));
        reads.Add("  longest, ms", Clock.Milliseconds(memory.Max(Tally.StaleServeMax)));
        reads.Add("residue: stale right after a thaw", memory.Sum(Tally.AfterThaw));
        reads.Add("  latest, ms after the thaw", Clock.Milliseconds(memory.Max(Tally.AfterThawMax)));
        reads.Add("stale beyond the bound", memory.Sum(Tally.Beyond));
        reads.Write("reads");
    }
}
