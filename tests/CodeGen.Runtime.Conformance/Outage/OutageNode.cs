using CodeGen.Runtime.Caching;
using CodeGen.Runtime.Conformance.Invalidation;
using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Conformance.Outage;

/// <summary>A process of the outage run: the one whose callers are watched, or the one that goes on invalidating.</summary>
internal static class OutageNode
{
    public const string Name = "node-outage";
    private const int Readers = 8;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Factory = TimeSpan.FromMilliseconds(5);

    public static async Task<int> RunAsync(Arguments arguments)
    {
        using OutageMemory memory = OutageMemory.Open(arguments.Text("memory"));
        double rate = arguments.Number("rate", 0, 1e6);
        await using ConformanceNode host = await ConformanceNode.StartAsync(arguments.Text("connection"), arguments.Text("namespace"));
        var cache = new CacheUnderTest(host.Cache, features: false);
        using var stop = new CancellationTokenSource();
        var watch = new OutageWatch(memory);
        Task[] work = arguments.Choice("role", "watched", "invalidating") == "watched"
            ? [.. Enumerable.Range(0, Readers).Select(r => RepeatAsync(rate / Readers, r, random => ReadAsync(cache, watch, memory, random), stop.Token))]
            : [RepeatAsync(rate, 99, random => InvalidateAsync(cache, memory, random), stop.Token)];
        NodeProcesses.Say(NodeProcesses.ReadyLine);
        await NodeProcesses.NextLineAsync();
        await stop.CancelAsync();
        await Task.WhenAll(work);
        watch.Tell();
        NodeProcesses.Say(NodeProcesses.DoneLine);
        return 0;
    }

    private static async Task RepeatAsync(double rate, int seed, Func<Random, Task> one, CancellationToken stop)
    {
        var random = new Random(seed);
        using var timer = new PeriodicTimer(Beat);
        double due = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                for (due += rate * Beat.TotalSeconds; due >= 1; due--)
                {
                    await one(random);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private static async Task ReadAsync(CacheUnderTest cache, OutageWatch watch, OutageMemory memory, Random random)
    {
        int key = KeySpace.Pick(random);
        int phase = memory.Phase;
        bool ran = false;
        long began = Clock.Now;
        try
        {
            CheckedValue value = await cache.GetOrCreateAsync(
                key,
                async (_, token) =>
                {
                    ran = true;
                    long[] seen = memory.Truth.Read(KeySpace.GroupsOf(key));
                    await Task.Delay(Factory, token);
                    return new CheckedValue(key, 0, seen, "");
                },
                options: null);
            watch.Served(key, phase, began, value, ran);
        }
        catch (CoordinationException)
        {
            watch.Failed(key, phase, began);
        }
    }

    private static async Task InvalidateAsync(CacheUnderTest cache, OutageMemory memory, Random random)
    {
        int key = KeySpace.Pick(random);
        bool whole = random.Next(10) == 0;
        int group = whole ? KeySpace.File(KeySpace.FamilyOf(key), KeySpace.ProjectOf(key), KeySpace.FileOf(key)) : key;
        long version = memory.Truth.Begin(group);
        try
        {
            await (whole ? cache.Cache.InvalidateAsync(KeySpace.FileScope(KeySpace.FamilyOf(key), KeySpace.ProjectOf(key), KeySpace.FileOf(key))) : cache.RemoveAsync(key));
        }
        catch (CoordinationException)
        {
            return;
        }

        memory.Truth.Acknowledge(group, version, Clock.Now);
        if (memory.Phase == OutageMemory.During)
        {
            memory.CountInvalidated();
        }
    }
}
