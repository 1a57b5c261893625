using System.Diagnostics;
using System.Globalization;
using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;

namespace CodeGen.Runtime.Benchmarks;

/// <summary>The invalidation of 10,000 keys of many in the second tier, G18: by prefix where there is one, else by a tag that they all have.</summary>
internal static class ScopeMeasure
{
    private const int Doomed = 10_000;
    private const int Batch = 500;

    /// <summary>Milliseconds, and commands that the server ran, by cache.</summary>
    public static async Task<(Dictionary<string, double> Milliseconds, Dictionary<string, double> Commands)> RunAsync(ReportMode mode)
    {
        int entries = mode == ReportMode.Full ? 1_000_000 : 20_000;
        var milliseconds = new Dictionary<string, double>();
        var commands = new Dictionary<string, double>();
        foreach (string peer in new[] { Peer.Ours, Peer.Hybrid, Peer.Fusion })
        {
            await using RedisServerProcess server = await RedisServerProcess.StartAsync();
            await using var nodes = new Nodes(server.ConnectionString);
            foreach (int[] batch in Enumerable.Range(0, entries).Chunk(Batch))
            {
                await FillAsync(nodes, peer, batch);
            }

            // The first ones compile.
            await InvalidateAsync(nodes, peer);
            var times = new List<double>();
            long before = await CommandsAsync(server);
            for (int i = 0; i < mode.Rounds; i++)
            {
                long began = Stopwatch.GetTimestamp();
                await InvalidateAsync(nodes, peer);
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            commands[peer] = (double)(await CommandsAsync(server) - before) / mode.Rounds;
            milliseconds[peer] = times.Order().ElementAt(times.Count / 2);
            if (peer == Peer.Ours && (await nodes.Ours.TryGetAsync<string>(Key(0))).HasValue)
            {
                throw new InvalidOperationException("The invalidated entries are still served.");
            }
        }

        return (milliseconds, commands);
    }

    private static Task InvalidateAsync(Nodes nodes, string peer) => peer switch
    {
        Peer.Ours => nodes.Ours.InvalidateAsync(CachePattern.Parse("doomed:*")).AsTask(),
        Peer.Hybrid => nodes.Hybrid.RemoveByTagAsync("doomed").AsTask(),
        _ => nodes.Fusion.RemoveByTagAsync("doomed").AsTask(),
    };

    private static Task FillAsync(Nodes nodes, string peer, int[] batch) => peer switch
    {
        Peer.Ours => nodes.Ours.SetManyAsync([.. batch.Select(i => KeyValuePair.Create(Key(i), "value"))]).AsTask(),
        Peer.Hybrid => Task.WhenAll(batch.Select(i => nodes.Hybrid.SetAsync(Key(i), "value", tags: [i < Doomed ? "doomed" : "other"]).AsTask())),
        _ => Task.WhenAll(batch.Select(i => nodes.Fusion.SetAsync(Key(i), "value", tags: [i < Doomed ? "doomed" : "other"]).AsTask())),
    };

    private static string Key(int i) => string.Create(CultureInfo.InvariantCulture, $"{(i < Doomed ? "doomed" : "other")}:{i}");

    /// <summary>Commands by the server's own count, without those inside scripts being told apart and without keep-alives.</summary>
    private static async Task<long> CommandsAsync(RedisServerProcess server)
    {
        string text = (string)(await server.ExecuteAsync("INFO", "commandstats"))!;
        return text.Split("\r\n")
            .Where(line => line.StartsWith("cmdstat_", StringComparison.Ordinal) && !line.StartsWith("cmdstat_ping", StringComparison.Ordinal) && !line.StartsWith("cmdstat_info", StringComparison.Ordinal))
            .Sum(line => long.Parse(line.Split([':', '=', ','])[2], CultureInfo.InvariantCulture));
    }
}
