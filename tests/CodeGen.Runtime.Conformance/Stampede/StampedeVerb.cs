using CodeGen.Runtime.TestKit;

namespace CodeGen.Runtime.Conformance.Stampede;

/// <summary>Many callers in several processes want one cold key at once.</summary>
internal static class StampedeVerb
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Verb Verb { get; } = new(
        "stampede",
        "many callers in several processes ask for one cold key at once: one factory call, and how soon everybody has its value",
        [
            Verbs.Redis,
            new("processes", "N", "2", "how many nodes"),
            new("callers", "N", "1000", "callers of each node"),
            new("rounds", "N", "10", "how many keys, one after the other"),
            new("factory", "MS", "200", "how long the factory takes, in milliseconds"),
        ],
        RunAsync);

    private static async Task RunAsync(Arguments arguments, Report report)
    {
        int processes = arguments.Int("processes", 1, 15);
        int callers = arguments.Int("callers", 1, 1_000_000);
        int rounds = arguments.Int("rounds", 1, 100_000);
        int factory = arguments.Int("factory", 0, 600_000);
        string ns = TestServers.UniqueNamespace();
        await using ServerUnderTest server = await ServerUnderTest.OpenAsync(arguments.Text("redis"));
        using StampedeMemory memory = StampedeMemory.Create();
        NodeProcess[] nodes =
        [
            .. Enumerable.Range(0, processes).Select(n => NodeProcesses.Start(
                StampedeNode.Name, ("node", n), ("connection", server.ConnectionString), ("namespace", ns), ("memory", memory.Path), ("callers", callers), ("factory", factory))),
        ];
        var sameFirst = new List<long>();
        var sameAll = new List<long>();
        var otherFirst = new List<long>();
        var otherAll = new List<long>();
        try
        {
            await Task.WhenAll(nodes.Select(NodeProcesses.ReadyAsync));
            for (int round = 0; round < rounds; round++)
            {
                long before = memory.FactoryCalls;
                long at = Clock.Now + Clock.Ticks(TimeSpan.FromMilliseconds(100));
                await Task.WhenAll(nodes.Select(n => n.SendAsync($"round {round} {at}")));
                await Task.WhenAll(nodes.Select(n => NodeProcesses.DoneAsync(n, Patience)));
                report.Check(memory.FactoryCalls - before == 1, $"factory calls of round {round}", 1, memory.FactoryCalls - before);
                for (int n = 0; n < processes; n++)
                {
                    (long first, long last, int right) = memory.ServedBy(n);
                    report.Check(right == callers, $"values of round {round} in node {n}", callers, right);
                    bool made = n == memory.Maker;
                    (made ? sameFirst : otherFirst).Add(first - memory.FactoryEndedAt);
                    (made ? sameAll : otherAll).Add(last - memory.FactoryEndedAt);
                }
            }
        }
        finally
        {
            foreach (NodeProcess node in nodes)
            {
                await node.DisposeAsync();
            }
        }

        var table = new Table("ms after the factory ended", "p50", "p99", "max");
        foreach ((string name, List<long> times) in new[]
        {
            ("first caller of the process that made it", sameFirst),
            ("last caller of the process that made it", sameAll),
            ("first caller of another process", otherFirst),
            ("last caller of another process", otherAll),
        })
        {
            var p = new Percentiles(times);
            table.Add(name, p.P50, p.P99, p.Max);
        }

        table.Write($"stampede: {rounds} rounds, {processes} processes with {callers:#,0} callers each, factory of {factory} ms, {memory.FactoryCalls:#,0} factory calls, {server.Name}");
    }
}
