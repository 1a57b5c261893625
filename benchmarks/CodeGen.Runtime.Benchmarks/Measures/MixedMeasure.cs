using System.Diagnostics;
using Microsoft.Extensions.Caching.Memory;

namespace CodeGen.Runtime.Benchmarks;

/// <summary>Nine reads for one write with eviction, G6 and G7: ten times as many keys as fit, asked for by Zipf's law; what is read and not there is put there.</summary>
internal static class MixedMeasure
{
    private const int Capacity = 10_000;
    private const int Keys = 10 * Capacity;
    private const int Sequence = 1 << 20;

    /// <summary>As long as those that bound bytes are told.</summary>
    private static readonly string s_value = new('v', Peers.ValueBytes);

    /// <summary>Operations a second in millions and hit ratio in percent, by cache, on so many threads.</summary>
    public static async Task<(Dictionary<string, double> Rate, Dictionary<string, double> HitRatio)> RunAsync(ReportMode mode, int threads)
    {
        string[] keys = BenchmarkKeys.Make(Keys);
        string[] asked = [.. BenchmarkKeys.Zipf(Keys, Sequence).Select(i => keys[i])];
        var rates = new Dictionary<string, double>();
        var ratios = new Dictionary<string, double>();
        foreach (string peer in new[] { Peer.Ours, Peer.Hybrid, Peer.Fusion, Peer.Memory, Peer.BitFaster })
        {
            await using var peers = new Peers(Capacity);

            // Made here, not by whichever thread is first.
            await peers.PutAsync(peer, keys[0], s_value);
            (Func<string, bool> read, Action<string> write) = Operations(peers, peer);
            Run(read, write, asked, threads, Sequence / 4, 0, out _);
            double best = 0, ratio = 0;
            for (int i = 0; i < Math.Max(2, mode.Rounds / 10); i++)
            {
                best = Math.Max(best, Run(read, write, asked, threads, Sequence / 4, (i + 1) * (Sequence / 5), out ratio));
            }

            rates[peer] = best / 1e6;
            ratios[peer] = 100 * ratio;
        }

        return (rates, ratios);
    }

    /// <summary>A read that tells whether it was a hit, and a write.</summary>
    private static (Func<string, bool> Read, Action<string> Write) Operations(Peers peers, string peer) => peer switch
    {
        Peer.Ours => (
            key =>
            {
                if (peers.Ours.TryGetAsync<string>(key).Result.HasValue)
                {
                    return true;
                }

                _ = peers.Ours.GetOrCreateAsync(key, 0, static (_, _, _) => ValueTask.FromResult(s_value)).Result;
                return false;
            },
            key => peers.Ours.SetAsync(key, s_value).GetAwaiter().GetResult()),
        Peer.Hybrid => (
            key =>
            {
                if (peers.Hybrid.GetOrCreateAsync<string?>(key, static _ => default, Peers.ReadOnly).Result is not null)
                {
                    return true;
                }

                _ = peers.Hybrid.GetOrCreateAsync(key, 0, static (_, _) => ValueTask.FromResult(s_value)).Result;
                return false;
            },
            key => peers.Hybrid.SetAsync(key, s_value).GetAwaiter().GetResult()),
        Peer.Fusion => (
            key =>
            {
                if (peers.Fusion.TryGet<string?>(key).HasValue)
                {
                    return true;
                }

                _ = peers.Fusion.GetOrSetAsync<string>(key, static (_, _) => Task.FromResult(s_value)).Result;
                return false;
            },
            key => peers.Fusion.SetAsync(key, s_value).GetAwaiter().GetResult()),
        Peer.Memory => (
            key =>
            {
                if (peers.Memory.TryGetValue(key, out _))
                {
                    return true;
                }

                peers.Memory.Set(key, s_value, Peers.MemoryEntry);
                return false;
            },
            key => peers.Memory.Set(key, s_value, Peers.MemoryEntry)),
        _ => (
            key =>
            {
                if (peers.BitFaster.TryGet(key, out _))
                {
                    return true;
                }

                peers.BitFaster.GetOrAdd(key, static _ => s_value);
                return false;
            },
            key => peers.BitFaster.AddOrUpdate(key, s_value)),
    };

    private static double Run(Func<string, bool> read, Action<string> write, string[] asked, int threads, int each, int from, out double ratio)
    {
        long hits = 0, reads = 0;
        using var start = new Barrier(threads + 1);
        Thread[] workers =
        [
            .. Enumerable.Range(0, threads).Select(t => new Thread(() =>
            {
                long ownHits = 0, ownReads = 0;
                start.SignalAndWait();
                for (int i = 0; i < each; i++)
                {
                    string key = asked[(from + (i * threads) + t) & (Sequence - 1)];
                    if (i % 10 == 9)
                    {
                        write(key);
                    }
                    else
                    {
                        ownReads++;
                        ownHits += read(key) ? 1 : 0;
                    }
                }

                Interlocked.Add(ref hits, ownHits);
                Interlocked.Add(ref reads, ownReads);
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

        double rate = (double)threads * each / Stopwatch.GetElapsedTime(began).TotalSeconds;
        ratio = (double)hits / reads;
        return rate;
    }
}
