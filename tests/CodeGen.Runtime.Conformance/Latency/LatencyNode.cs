using System.Collections.Concurrent;
using CodeGen.Runtime.Caching;

namespace CodeGen.Runtime.Conformance.Latency;

/// <summary>The watching process: keeps the keys warm, and looks at those that are being invalidated until they are gone.</summary>
internal static class LatencyNode
{
    public const string Name = "node-latency";

    public static async Task<int> RunAsync(Arguments arguments)
    {
        using LatencyMemory memory = LatencyMemory.Open(arguments.Text("memory"));
        await using ConformanceNode host = await ConformanceNode.StartAsync(
            arguments.Text("connection"), arguments.Text("namespace"), b => b.ConfigureCache(o => o.MaxEntries = 2 * LatencyMemory.Keys));
        CacheRegion<LatencyKey, string> region = LatencyKey.Region(host.Cache);
        using var cold = new BlockingCollection<int>();
        using var stop = new CancellationTokenSource();
        Task warming = Task.Factory.StartNew(() => WarmAsync(region, memory, cold), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        for (int key = 0; key < LatencyMemory.Keys; key++)
        {
            cold.Add(key);
        }

        Task watching = Task.Factory.StartNew(() => Watch(region, memory, cold, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        NodeProcesses.Say(NodeProcesses.ReadyLine);
        await NodeProcesses.NextLineAsync();
        await stop.CancelAsync();
        await watching;
        cold.CompleteAdding();
        await warming;
        NodeProcesses.Say(NodeProcesses.DoneLine);
        return 0;
    }

    private static async Task WarmAsync(CacheRegion<LatencyKey, string> region, LatencyMemory memory, BlockingCollection<int> cold)
    {
        foreach (int key in cold.GetConsumingEnumerable())
        {
            await region.GetOrCreateAsync(LatencyKey.Of(key), static (_, _, _) => ValueTask.FromResult("warm"));
            memory.SetState(key, LatencyMemory.Warm);
        }
    }

    private static void Watch(CacheRegion<LatencyKey, string> region, LatencyMemory memory, BlockingCollection<int> cold, CancellationToken stop)
    {
        LatencyKey[] keys = [.. Enumerable.Range(0, LatencyMemory.Keys).Select(LatencyKey.Of)];
        while (!stop.IsCancellationRequested)
        {
            for (int key = 0; key < keys.Length; key++)
            {
                if (memory.State(key) == LatencyMemory.Pending && !region.TryGetAsync(keys[key], stop).AsTask().GetAwaiter().GetResult().HasValue)
                {
                    memory.SetGoneAt(key, Clock.Now);
                    memory.SetState(key, LatencyMemory.Cold);
                    cold.Add(key, stop);
                }
            }

            // Lets whoever else needs this core have it: the reader of the connection above all.
            Thread.Yield();
        }
    }
}
