using System.Diagnostics;
using CodeGen.Runtime.Caching;
using Microsoft.Extensions.Caching.Hybrid;

namespace CodeGen.Runtime.Benchmarks;

/// <summary>What an entry with an expiry and a tag costs in memory beside its key and value, G8, and what many of them cost a full garbage collection, G9.</summary>
internal static class MemoryMeasure
{
    /// <summary>Bytes for each entry and milliseconds of a full collection, by cache.</summary>
    public static async Task<(Dictionary<string, double> Bytes, Dictionary<string, double> Milliseconds)> RunAsync(ReportMode mode)
    {
        string[] keys = BenchmarkKeys.Make(mode.Entries);
        var bytes = new Dictionary<string, double>();
        var milliseconds = new Dictionary<string, double>();
        foreach (string peer in new[] { Peer.Dictionary, Peer.Ours, Peer.BitFaster, Peer.Memory, Peer.Fusion, Peer.Hybrid })
        {
            (bytes[peer], milliseconds[peer]) = await MeasureAsync(peer, keys, mode.Rounds);
        }

        GC.KeepAlive(keys);
        return (bytes, milliseconds);
    }

    /// <summary>By itself, so that nothing of one cache is left when the next is measured.</summary>
    private static async Task<(double Bytes, double Milliseconds)> MeasureAsync(string peer, string[] keys, int rounds)
    {
        // What a cache is made of beside its entries is there before: the first of its kind loads and compiles.
        await using (var warm = new Peers(100))
        {
            await FillAsync(warm, peer, keys[..10]);
        }

        long before = Used();
        await using var peers = new Peers(2 * keys.Length);
        await FillAsync(peers, peer, keys);
        double bytes = (double)(Used() - before) / keys.Length;
        double milliseconds = Enumerable.Range(0, rounds).Select(_ => Collect()).Order().ElementAt(rounds / 2);
        GC.KeepAlive(peers);
        return (bytes, milliseconds);
    }

    private static async Task FillAsync(Peers peers, string peer, string[] keys)
    {
        string[] tags = ["model:m"];
        var ours = new CacheEntryOptions { Tags = tags };
        var hybrid = new HybridCacheEntryOptions { Expiration = TimeSpan.FromHours(1) };
        foreach (string key in keys)
        {
            switch (peer)
            {
                case Peer.Ours:
                    await peers.Ours.GetOrCreateAsync(key, key, static (value, _, _) => ValueTask.FromResult(value), ours);
                    break;
                case Peer.Hybrid:
                    await peers.Hybrid.SetAsync(key, key, hybrid, tags);
                    break;
                case Peer.Fusion:
                    await peers.Fusion.SetAsync(key, key, tags: tags);
                    break;
                default:
                    await peers.PutAsync(peer, key, key);
                    break;
            }
        }
    }

    private static long Used()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static double Collect()
    {
        long began = Stopwatch.GetTimestamp();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }
}
