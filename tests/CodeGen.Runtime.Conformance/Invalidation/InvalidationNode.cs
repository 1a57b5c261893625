namespace CodeGen.Runtime.Conformance.Invalidation;

/// <summary>A child process of the invalidation run: one node, many streams of operations.</summary>
internal static class InvalidationNode
{
    public const string Name = "node-invalidation";
    private const int Streams = 16;

    public static async Task<int> RunAsync(Arguments arguments)
    {
        int node = arguments.Int("node", 0, InvalidationMemory.MostNodes - 1);
        TimeSpan maxStaleness = TimeSpan.FromMilliseconds(arguments.Int("max-staleness", 1, 60_000));
        TimeSpan residue = TimeSpan.FromMilliseconds(arguments.Int("residue", 0, 60_000));
        double rate = arguments.Number("rate", 0, 1e6);
        bool features = arguments.Switch("features");
        int seed = arguments.Int("seed", int.MinValue, int.MaxValue);
        using InvalidationMemory memory = InvalidationMemory.Open(arguments.Text("memory"));
        memory.Count(node, Tally.Starts);
        long life = memory.Read(node, Tally.Starts);
        await using ConformanceNode host = await ConformanceNode.StartAsync(
            arguments.Text("connection"), arguments.Text("namespace"), b => NodeSettings.Apply(b, node, maxStaleness, features));
        var cache = new CacheUnderTest(host.Cache, features);
        using var stop = new CancellationTokenSource();
        Task[] streams =
        [
            .. Enumerable.Range(0, Streams).Select(s =>
                new OperationLoop(cache, memory, node, maxStaleness, residue, features, Mix(seed, node, (int)life, s)).RunAsync(rate / Streams, stop.Token)),
        ];
        NodeProcesses.Say(NodeProcesses.ReadyLine);
        await NodeProcesses.NextLineAsync();
        await stop.CancelAsync();
        await Task.WhenAll(streams);
        NodeProcesses.Say(NodeProcesses.DoneLine);
        return 0;
    }

    // Not HashCode, which is seeded anew in each process.
    private static int Mix(params ReadOnlySpan<int> numbers)
    {
        uint mixed = 2166136261;
        foreach (int number in numbers)
        {
            mixed = (mixed ^ (uint)number) * 16777619;
            mixed ^= mixed >> 15;
        }

        return (int)mixed;
    }
}
