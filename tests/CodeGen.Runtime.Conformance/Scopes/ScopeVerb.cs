using System.Diagnostics;
using System.Globalization;
using CodeGen.Runtime.TestKit;

namespace CodeGen.Runtime.Conformance.Scopes;

/// <summary>Invalidating very many keys as one.</summary>
internal static class ScopeVerb
{
    private const int Nodes = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    public static Verb Verb { get; } = new(
        "scope",
        "fills the shared tier with the keys of one project, invalidates the project, and counts round trips and times",
        [Verbs.Redis, new("keys", "N", "1000000", "how many keys")],
        RunAsync);

    private static async Task RunAsync(Arguments arguments, Report report)
    {
        int keys = arguments.Int("keys", 100, 100_000_000);
        string ns = TestServers.UniqueNamespace();
        await using ServerUnderTest server = await ServerUnderTest.OpenAsync(arguments.Text("redis"));
        using ScopeMemory memory = ScopeMemory.Create();
        NodeProcess[] nodes =
        [
            .. Enumerable.Range(0, Nodes).Select(n => NodeProcesses.Start(ScopeNode.Name, ("node", n), ("connection", server.ConnectionString), ("namespace", ns), ("memory", memory.Path))),
        ];
        try
        {
            await Task.WhenAll(nodes.Select(NodeProcesses.ReadyAsync));
            long began = Stopwatch.GetTimestamp();
            long[] local = await FillAsync(nodes, memory, keys);
            double filled = Stopwatch.GetElapsedTime(began).TotalSeconds;
            string size = await server.TextAsync("DBSIZE");
            await AllAsync(nodes, _ => "arm");

            IReadOnlyDictionary<string, long>? before = await CommandCounts.ReadAsync(server);
            await nodes[0].SendAsync("invalidate");
            await NodeProcesses.DoneAsync(nodes[0], Patience);
            IReadOnlyDictionary<string, long>? after = await CommandCounts.ReadAsync(server);
            double[][] looks = await AfterAsync(nodes, keys);

            (long start, long end) = memory.Call;
            var table = new Table("measure", "node 0 (invalidates)", "node 1");
            table.Add("entries in memory (bound 1,000)", local[0], local[1]);
            table.Add("the call, ms", Clock.Milliseconds(end - start), "");
            table.Add("call's start to gone from memory, ms", Clock.Milliseconds(memory.GoneAt(0) - start), Clock.Milliseconds(memory.GoneAt(1) - start));
            string[] names =
            [
                "first hit of a spared value (walks its scopes), ms", "its next hit, ms", "first look at an invalidated value (asks the shared tier), ms", "making one anew, ms", "first hit of it, ms",
                "invalidated values served, of 1,000 looked at", "spared values lost, of 1,000",
            ];
            for (int i = 0; i < names.Length; i++)
            {
                table.Add([names[i], .. looks.Select(l => i >= 5 ? (object)(long)l[i] : l[i])]);
            }

            table.Write($"scope: {keys:#,0} keys filled in {filled:0} s ({keys / filled:#,0} a second), {size} keys in the server, {server.Name}");
            TellCommands(before, after, report);
            for (int n = 0; n < Nodes; n++)
            {
                report.Check(looks[n][5] == 0, $"invalidated values served by node {n}", 0, looks[n][5]);
                report.Check(looks[n][6] == 0, $"spared values lost by node {n}", 0, looks[n][6]);
                report.Check(local[n] is > 0 and <= 1_000, $"entries in memory of node {n}", "1 to 1,000", local[n]);
            }
        }
        finally
        {
            foreach (NodeProcess node in nodes)
            {
                await node.DisposeAsync();
            }
        }
    }

    private static async Task<long[]> FillAsync(NodeProcess[] nodes, ScopeMemory memory, int keys)
    {
        using var stop = new CancellationTokenSource();
        Task progress = ProgressAsync(memory, keys, stop.Token);
        int share = (keys + Nodes - 1) / Nodes;
        var local = new long[Nodes];
        await Task.WhenAll(nodes.Select(async (node, n) =>
        {
            await node.SendAsync($"fill {n * share} {Math.Min(keys, (n + 1) * share)}");
            string line = await node.ReadLineAsync(static l => l.StartsWith("LOCAL", StringComparison.Ordinal), Patience);
            local[n] = long.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
            await NodeProcesses.DoneAsync(node, Patience);
        }));
        await stop.CancelAsync();
        await progress;
        return local;
    }

    private static async Task ProgressAsync(ScopeMemory memory, int keys, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10));
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                Console.Error.WriteLine($"{memory.Filled:#,0} of {keys:#,0} keys filled");
            }
        }
        catch (OperationCanceledException)
        {
            // Filled.
        }
    }

    private static async Task AllAsync(NodeProcess[] nodes, Func<int, string> line)
    {
        await Task.WhenAll(nodes.Select((node, n) => node.SendAsync(line(n))));
        await Task.WhenAll(nodes.Select(node => NodeProcesses.DoneAsync(node, Patience)));
    }

    private static async Task<double[][]> AfterAsync(NodeProcess[] nodes, int keys)
    {
        var looks = new double[Nodes][];
        for (int n = 0; n < Nodes; n++)
        {
            await nodes[n].SendAsync($"after {keys}");
            string line = await nodes[n].ReadLineAsync(static l => l.StartsWith("AFTER", StringComparison.Ordinal), Patience);
            looks[n] = [.. line.Split(' ')[1..].Select(w => double.Parse(w, CultureInfo.InvariantCulture))];
            await NodeProcesses.DoneAsync(nodes[n], Patience);
        }

        return looks;
    }

    private static void TellCommands(IReadOnlyDictionary<string, long>? before, IReadOnlyDictionary<string, long>? after, Report report)
    {
        if (before is null || after is null)
        {
            Console.Out.WriteLine("this server does not count its commands, so round trips are not told");
            return;
        }

        var table = new Table("command", "times run between the two looks");
        foreach ((string name, long count) in after.Where(c => c.Key != "info").OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            if (count > before.GetValueOrDefault(name))
            {
                table.Add(name, count - before.GetValueOrDefault(name));
            }
        }

        table.Write("commands of the server, those inside the script included");
        long scripts = new[] { "eval", "evalsha" }.Sum(c => after.GetValueOrDefault(c) - before.GetValueOrDefault(c));
        report.Check(scripts == 1, "round trips of the invalidation", 1, scripts);
    }
}
