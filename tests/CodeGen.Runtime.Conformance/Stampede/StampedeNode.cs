using System.Globalization;
using CodeGen.Runtime.Caching;

namespace CodeGen.Runtime.Conformance.Stampede;

/// <summary>One of the processes that all want the same value at once.</summary>
internal static class StampedeNode
{
    public const string Name = "node-stampede";

    public static async Task<int> RunAsync(Arguments arguments)
    {
        int node = arguments.Int("node", 0, 15);
        int callers = arguments.Int("callers", 1, 1_000_000);
        var length = TimeSpan.FromMilliseconds(arguments.Int("factory", 0, 600_000));
        using StampedeMemory memory = StampedeMemory.Open(arguments.Text("memory"));
        await using ConformanceNode host = await ConformanceNode.StartAsync(arguments.Text("connection"), arguments.Text("namespace"));
        CacheRegion<StampedeKey, string> region = host.Cache.Region<StampedeKey, string>(r => r.SingleFlight = SingleFlight.AcrossNodes);

        // The first call pays for compilation and connections, not for the stampede.
        await region.GetOrCreateAsync(new StampedeKey(-1 - node), static (_, _, _) => ValueTask.FromResult("warm"));
        NodeProcesses.Say(NodeProcesses.ReadyLine);
        while (await NodeProcesses.NextLineAsync() is { } line && line.Split(' ') is ["round", var round, var at])
        {
            var key = new StampedeKey(int.Parse(round, CultureInfo.InvariantCulture));
            await RoundAsync(region, key, long.Parse(at, CultureInfo.InvariantCulture), callers, node, memory, length);
            NodeProcesses.Say(NodeProcesses.DoneLine);
        }

        return 0;
    }

    private static async Task RoundAsync(CacheRegion<StampedeKey, string> region, StampedeKey key, long at, int callers, int node, StampedeMemory memory, TimeSpan length)
    {
        long left = at - Clock.Now;
        if (left > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Clock.Milliseconds(left)));
        }

        (string Value, long At)[] served = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            string value = await region.GetOrCreateAsync(key, async (_, _, token) =>
            {
                memory.CountFactory(node);
                await Task.Delay(length, token);
                memory.FactoryEnded();
                return $"made for {key.Round}";
            });
            return (value, Clock.Now);
        })));
        memory.Served(node, served.Min(s => s.At), served.Max(s => s.At), served.Count(s => s.Value == $"made for {key.Round}"));
    }
}
