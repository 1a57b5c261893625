using System.Diagnostics;
using Microsoft.Extensions.Caching.Memory;

namespace CodeGen.Runtime.Benchmarks;

/// <summary>Hits on two threads, G2: how much faster than on one.</summary>
internal static class ThreadsMeasure
{
    private const int Entries = 10_000;
    private const int Sequence = 1 << 16;

    public static async Task<Dictionary<string, double>> RunAsync(ReportMode mode)
    {
        string[] keys = BenchmarkKeys.Make(Entries);
        string[] asked = [.. BenchmarkKeys.Zipf(Entries, Sequence).Select(i => keys[i])];
        await using var peers = new Peers(4 * Entries);
        var speedups = new Dictionary<string, double>();
        foreach ((string peer, Action<string> hit) in Hits(peers))
        {
            await peers.FillAsync(peer, keys);
            Rate(hit, asked, 1);
            double one = 0, two = 0;
            for (int i = 0; i < Math.Max(5, mode.Rounds / 4); i++)
            {
                one = Math.Max(one, Rate(hit, asked, 1));
                two = Math.Max(two, Rate(hit, asked, 2));
            }

            speedups[peer] = two / one;
        }

        return speedups;
    }

    private static IEnumerable<(string Peer, Action<string> Hit)> Hits(Peers peers)
    {
        yield return (Peer.Dictionary, key => peers.Dictionary.TryGetValue(key, out _));
        yield return (Peer.Ours, key => _ = peers.Ours.TryGetAsync<string>(key).Result);
        yield return (Peer.BitFaster, key => peers.BitFaster.TryGet(key, out _));
        yield return (Peer.Memory, key => peers.Memory.TryGetValue(key, out _));
        yield return (Peer.Fusion, key => peers.Fusion.TryGet<string?>(key));
        yield return (Peer.Hybrid, key => _ = peers.Hybrid.GetOrCreateAsync<string?>(key, static _ => default, Peers.ReadOnly).Result);
    }

    /// <summary>Hits a second.</summary>
    private static double Rate(Action<string> hit, string[] asked, int threads)
    {
        const int Passes = 8;
        using var start = new Barrier(threads + 1);
        Thread[] workers =
        [
            .. Enumerable.Range(0, threads).Select(t => new Thread(() =>
            {
                start.SignalAndWait();
                for (int i = 0; i < Passes * Sequence; i++)
                {
                    hit(asked[(i + (t * 977)) & (Sequence - 1)]);
                }
            })),
        ];
        foreach (Thread worker in workers)
        {
            worker.Start();
        }

        start.SignalAndWait();
        long began = Stopwatch.GetTimestamp();
        foreach (Thread worker in workers)
        {
            worker.Join();
        }

        return (double)threads * Passes * Sequence / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
