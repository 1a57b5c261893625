using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Caching.Memory;

namespace CodeGen.Runtime.Benchmarks;

/// <summary>Storing a value under one of 10,000 keys that are all there.</summary>
[MemoryDiagnoser]
public class SetBenchmarks
{
    private const int Entries = 10_000;
    private static readonly HybridCacheEntryOptions s_hour = new() { Expiration = TimeSpan.FromHours(1) };
    private readonly Peers _peers = new(2 * Entries);
    private string[] _keys = [];
    private int _next;

    /// <summary>Fills all caches.</summary>
    [GlobalSetup]
    public async Task SetupAsync()
    {
        _keys = BenchmarkKeys.Make(Entries);
        foreach (string peer in Peer.Columns)
        {
            await _peers.FillAsync(peer, _keys);
        }
    }

    /// <summary>Ends them.</summary>
    [GlobalCleanup]
    public async Task CleanupAsync() => await _peers.DisposeAsync();

    /// <summary>The yardstick.</summary>
    [Benchmark(Baseline = true)]
    public void ConcurrentDictionary() => _peers.Dictionary[Next()] = "value";

    /// <summary>Ours: an invalidation of the older value on all nodes, then the value.</summary>
    [Benchmark]
    public void Ours() => _peers.Ours.SetAsync(Next(), "value").GetAwaiter().GetResult();

    /// <summary>Microsoft's HybridCache.</summary>
    [Benchmark]
    public void HybridCache() => _peers.Hybrid.SetAsync(Next(), "value", s_hour).GetAwaiter().GetResult();

    /// <summary>FusionCache.</summary>
    [Benchmark]
    public void FusionCache() => _peers.Fusion.SetAsync(Next(), "value").GetAwaiter().GetResult();

    /// <summary>The framework's memory cache.</summary>
    [Benchmark]
    public void MemoryCache() => _peers.Memory.Set(Next(), "value", Peers.MemoryEntry);

    /// <summary>BitFaster.</summary>
    [Benchmark]
    public void BitFaster() => _peers.BitFaster.AddOrUpdate(Next(), "value");

    private string Next() => _keys[(_next = (_next + 7919) % Entries)];
}
