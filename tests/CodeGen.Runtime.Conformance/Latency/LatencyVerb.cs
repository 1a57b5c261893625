using System.Collections.Concurrent;
using System.Diagnostics;
using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;

namespace CodeGen.Runtime.Conformance.Latency;

/// <summary>How long an invalidation takes to reach the memory of another process.</summary>
internal static class LatencyVerb
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static Verb Verb { get; } = new(
        "latency",
        "one process invalidates, another holds the values: how long until the other serves them no more",
        [
            Verbs.Redis,
            new("rate", "R", "1000", "invalidations a second"),
            new("seconds", "N", "30", "how long"),
            new("p99", "MS", "5", "passes when 99 of 100 are gone within this time of the call's start, in milliseconds"),
        ],
        RunAsync);

    private static async Task RunAsync(Arguments arguments, Report report)
    {
        double rate = arguments.Number("rate", 1, 100_000);
        int seconds = arguments.Int("seconds", 1, 1_000_000);
        double limit = arguments.Number("p99", 0, 1e9);
        string ns = TestServers.UniqueNamespace();
        await using ServerUnderTest server = await ServerUnderTest.OpenAsync(arguments.Text("redis"));
        using LatencyMemory memory = LatencyMemory.Create();
        await using NodeProcess watcher = NodeProcesses.Start(LatencyNode.Name, ("connection", server.ConnectionString), ("namespace", ns), ("memory", memory.Path));
        await using ConformanceNode node = await ConformanceNode.StartAsync(server.ConnectionString, ns);
        await NodeProcesses.ReadyAsync(watcher);
        await WaitUntil.Async(() => Enumerable.Range(0, LatencyMemory.Keys).All(k => memory.State(k) == LatencyMemory.Warm), Patience);

        var times = new ConcurrentBag<Sample>();
        long began = Stopwatch.GetTimestamp();
        (int asked, int late) = await InvalidateAsync(node.Cache, memory, times, rate, TimeSpan.FromSeconds(seconds));
        double took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await watcher.SendAsync("stop");
        await NodeProcesses.DoneAsync(watcher, Patience);

        var fromStart = new Percentiles(times.Select(t => t.Gone - t.Start));
        var fromAck = new Percentiles(times.Select(t => Math.Max(0, t.Gone - t.Acknowledged)));
        var call = new Percentiles(times.Select(t => t.Acknowledged - t.Start));
        var table = new Table("ms", "p50", "p90", "p99", "p99.9", "max");
        foreach ((string name, Percentiles p) in new[] { ("call's start to gone elsewhere", fromStart), ("acknowledged to gone elsewhere", fromAck), ("the call itself", call) })
        {
            table.Add(name, p.P50, p.At(0.9), p.P99, p.At(0.999), p.Max);
        }

        table.Write($"latency: {asked:#,0} invalidations, all seen after {took:0.0} s ({asked / (double)seconds:#,0} a second, {rate:#,0} wanted; {late:#,0} times no value was warm in time), {server.Name}");
        report.Check(times.Count == asked, "invalidations seen by the other process", asked, times.Count);
        report.Check(asked >= 0.9 * rate * seconds, "rate", $"at least 90 % of {rate} a second", $"{asked / (double)seconds:0.0}");
        report.Check(fromStart.P99 <= limit, "p99 from the call's start", $"at most {limit} ms", $"{fromStart.P99:0.000} ms");
    }

    private static async Task<(int Asked, int Late)> InvalidateAsync(ITieredCache cache, LatencyMemory memory, ConcurrentBag<Sample> times, double rate, TimeSpan length)
    {
        var calls = new Task[LatencyMemory.Keys];
        Array.Fill(calls, Task.CompletedTask);
        int asked = 0, late = 0, next = 0;
        long began = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (Stopwatch.GetElapsedTime(began) < length && await timer.WaitForNextTickAsync())
        {
            for (int due = (int)(Stopwatch.GetElapsedTime(began).TotalSeconds * rate) - asked - late; due > 0; due--)
            {
                int tried = 0;
                while (tried < LatencyMemory.Keys && !(calls[next].IsCompleted && memory.State(next) == LatencyMemory.Warm))
                {
                    next = (next + 1) % LatencyMemory.Keys;
                    tried++;
                }

                if (tried == LatencyMemory.Keys)
                {
                    late++;
                    continue;
                }

                asked++;
                calls[next] = OneAsync(cache, memory, times, next);
                next = (next + 1) % LatencyMemory.Keys;
            }
        }

        await Task.WhenAll(calls);
        return (asked, late);
    }

    private static async Task OneAsync(ITieredCache cache, LatencyMemory memory, ConcurrentBag<Sample> times, int key)
    {
        long start = Clock.Now;
        memory.SetState(key, LatencyMemory.Pending);
        await cache.InvalidateAsync(LatencyKey.ScopeOf(key));
        long acknowledged = Clock.Now;
        await WaitUntil.Async(() => memory.State(key) != LatencyMemory.Pending, Patience);
        times.Add(new Sample(start, acknowledged, memory.GoneAt(key)));
    }

    private readonly record struct Sample(long Start, long Acknowledged, long Gone);
}
