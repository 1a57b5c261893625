using System.Globalization;
using System.Text.Json;
using CodeGen.Runtime.Conformance.Invalidation;
using CodeGen.Runtime.TestKit;
using CodeGen.Runtime.TestKit.Faults;

namespace CodeGen.Runtime.Conformance.Outage;

/// <summary>What callers see while the server is away, and after it.</summary>
internal static class OutageVerb
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string[] PhaseNames = ["before", "during", "after"];

    public static Verb Verb { get; } = new(
        "outage",
        "the server is away under load: what callers see by WhenDisconnected, how long they wait, how soon all is well again, and nothing stale after that",
        [
            Verbs.Redis,
            new("seconds", "N", "60", "how long the server is away"),
            new("how", "sever|blackhole|kill", "sever", "one node is cut off while another goes on invalidating (connections refused, or swallowed), or the server dies for all and comes back empty"),
            new("around", "N", "10", "how many seconds of load before and after"),
            new("rate", "R", "1000", "calls a second of the watched node"),
            new("invalidations", "R", "50", "invalidations a second of the other node"),
        ],
        RunAsync);

    private static async Task RunAsync(Arguments arguments, Report report)
    {
        int seconds = arguments.Int("seconds", 1, 100_000);
        int around = arguments.Int("around", 1, 100_000);
        string how = arguments.Choice("how", "sever", "blackhole", "kill");
        double rate = arguments.Number("rate", 1, 1_000_000);
        double invalidations = arguments.Number("invalidations", 0, 100_000);
        string ns = TestServers.UniqueNamespace();
        await using ServerUnderTest server = await ServerUnderTest.OpenAsync(arguments.Text("redis"));
        if (how == "kill" && server.Process is null)
        {
            throw new UsageException("--how kill needs --redis start: only a server that was started for the run is killed.");
        }

        using OutageMemory memory = OutageMemory.Create();
        await using FaultProxy proxy = FaultProxy.Start(server.Port);
        await using NodeProcess watched = Start("watched", proxy.ConnectionString, rate);
        await using NodeProcess other = Start("invalidating", server.ConnectionString, invalidations);
        await NodeProcesses.ReadyAsync(watched);
        await NodeProcesses.ReadyAsync(other);
        await Task.Delay(TimeSpan.FromSeconds(around));

        memory.Phase = OutageMemory.During;
        Action begin = how switch { "sever" => proxy.Sever, "blackhole" => proxy.Blackhole, _ => server.Process!.Kill };
        begin();
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        if (how == "kill")
        {
            await server.Process!.RestartAsync();
        }
        else
        {
            proxy.Restore();
        }

        memory.RestoredAt = Clock.Now;
        memory.Phase = OutageMemory.After;
        await Task.Delay(TimeSpan.FromSeconds(around));
        await other.SendAsync("stop");
        await watched.SendAsync("stop");
        await TellAsync(watched, memory, report, $"outage: server away for {seconds} s ({how}), {server.Name}");

        NodeProcess Start(string role, string connection, double perSecond) => NodeProcesses.Start(
            OutageNode.Name, ("role", role), ("connection", connection), ("namespace", ns), ("memory", memory.Path), ("rate", perSecond.ToString(CultureInfo.InvariantCulture)));
    }

    private static async Task TellAsync(NodeProcess watched, OutageMemory memory, Report report, string title)
    {
        var table = new Table("phase, WhenDisconnected", "fresh", "stale", "longest ms", "recomputed", "failed", "p50 ms", "p99 ms", "max ms");
        while (true)
        {
            string line = await watched.ReadLineAsync(null, Patience);
            switch (line.Split(' ', 3))
            {
                case ["ROW", var number, var cells]:
                    int row = int.Parse(number, CultureInfo.InvariantCulture);
                    double[] values = JsonSerializer.Deserialize<double[]>(cells)!;
                    object[] shown = [.. values.Select((v, i) => i is 2 or > 4 ? (object)v : (long)v)];
                    table.Add([$"{PhaseNames[row / KeySpace.Families]}, {FamilyName((KeyFamily)(row % KeySpace.Families))}", .. shown]);
                    if (row / KeySpace.Families == OutageMemory.During)
                    {
                        Judge((KeyFamily)(row % KeySpace.Families), values, report);
                    }

                    break;
                case ["STALE", var key, var rest]:
                    report.Fail("read after recovery", "nothing stale beyond the bound", $"{key} {rest}");
                    break;
                case ["AFTER", var stale, var rest]:
                    string[] words = rest.Split(' ');
                    table.Write(title);
                    Console.Out.WriteLine($"invalidated elsewhere during the outage: {memory.InvalidatedMeanwhile:#,0}; in touch again {words[1]} ms after the server was back; stale after that: {stale}");
                    report.Check(stale == "0", "stale beyond the bound after recovery", 0, stale);
                    report.Check(words[0] == "0", "values of another key", 0, words[0]);
                    report.Check(!words[1].StartsWith('-'), "recovery", "in touch again before the run's end", "not");
                    return;
            }
        }
    }

    private static string FamilyName(KeyFamily family) => family == KeyFamily.Plain ? "Plain (ServeStale by default)" : $"{family}";

    private static void Judge(KeyFamily family, double[] values, Report report)
    {
        (double fresh, double recomputed, double failed) = (values[0] + values[1], values[3], values[4]);
        switch (family)
        {
            case KeyFamily.Fail:
                report.Check(failed > 0, "region that fails while cut off", "calls that failed", failed);
                break;
            default:
                report.Check(failed == 0, $"region {family} while cut off", "no call fails", failed);
                report.Check(fresh + recomputed > 0, $"region {family} while cut off", "calls served", fresh + recomputed);
                break;
        }
    }
}
