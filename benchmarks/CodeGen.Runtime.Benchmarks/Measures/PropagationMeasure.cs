using System.Diagnostics;
using CodeGen.Runtime.TestKit;

namespace CodeGen.Runtime.Benchmarks;

/// <summary>How long after a removal another node still serves the value, G17: two nodes in this process, each with its own connections.</summary>
internal static class PropagationMeasure
{
    private static readonly TimeSpan s_never = TimeSpan.FromSeconds(2);

    /// <summary>Milliseconds from the call until it is gone elsewhere, median and 99th percentile; a cache whose other nodes never hear is missing.</summary>
    public static async Task<(Dictionary<string, double> Median, Dictionary<string, double> P99)> RunAsync(ReportMode mode)
    {
        var median = new Dictionary<string, double>();
        var p99 = new Dictionary<string, double>();
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using var first = new Nodes(server.ConnectionString);
        await using var second = new Nodes(server.ConnectionString);
        foreach (string peer in new[] { Peer.Ours, Peer.Fusion, Peer.Hybrid })
        {
            var times = new List<double>();
            for (int i = 0; i < 10 * mode.Rounds && times.TrueForAll(t => t < s_never.TotalMilliseconds); i++)
            {
                times.Add(await RoundAsync(first, second, peer, $"code_gen:p42:round{i}:hash"));
            }

            if (times[^1] >= s_never.TotalMilliseconds)
            {
                continue;
            }

            times.Sort();
            median[peer] = times[times.Count / 2];
            p99[peer] = times[(int)(times.Count * 0.99)];
        }

        return (median, p99);
    }

    private static async Task<double> RoundAsync(Nodes first, Nodes second, string peer, string key)
    {
        await (peer switch
        {
            Peer.Ours => first.Ours.SetAsync(key, "value").AsTask(),
            Peer.Hybrid => first.Hybrid.SetAsync(key, "value").AsTask(),
            _ => first.Fusion.SetAsync(key, "value").AsTask(),
        });
        while (!await HoldsAsync(second, peer, key))
        {
            await Task.Yield();
        }

        long began = Stopwatch.GetTimestamp();
        Task removing = peer switch
        {
            Peer.Ours => first.Ours.RemoveAsync(key).AsTask(),
            Peer.Hybrid => first.Hybrid.RemoveAsync(key).AsTask(),
            _ => first.Fusion.RemoveAsync(key).AsTask(),
        };
        while (await HoldsAsync(second, peer, key) && Stopwatch.GetElapsedTime(began) < s_never)
        {
            await Task.Yield();
        }

        double took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        await removing;
        return took;
    }

    private static async ValueTask<bool> HoldsAsync(Nodes node, string peer, string key) => peer switch
    {
        Peer.Ours => (await node.Ours.TryGetAsync<string>(key)).HasValue,
        Peer.Hybrid => await node.Hybrid.GetOrCreateAsync<string?>(key, static _ => default, Peers.ReadOnly) is not null,
        _ => (await node.Fusion.TryGetAsync<string>(key)).HasValue,
    };
}
