using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Caching.Memory;

namespace CodeGen.Runtime.Benchmarks;

/// <summary>A hit in memory, G1 and G5: all keys are there, asked for by Zipf's law.</summary>
[MemoryDiagnoser]
public class HitBenchmarks
{
    private const int Sequence = 1 << 16;
    private readonly Peers _peers = new(2_000_000);
    private string[] _asked = [];
    private int _next;

    /// <summary>How many entries there are.</summary>
    [ParamsSource(nameof(Counts))]
    public int Entries { get; set; }

    /// <summary>A cache that fits into the processor's and one that does not.</summary>
    public static IEnumerable<int> Counts => [10_000, Large];

    /// <summary>How large the large one is.</summary>
    public static int Large { get; set; } = 1_000_000;

    /// <summary>Fills.</summary>
    [GlobalSetup(Target = nameof(ConcurrentDictionary))]
    public Task FillDictionaryAsync() => FillAsync(Peer.Dictionary);

    /// <inheritdoc cref="FillDictionaryAsync"/>
    [GlobalSetup(Target = nameof(Ours))]
    public Task FillOursAsync() => FillAsync(Peer.Ours);

    /// <inheritdoc cref="FillDictionaryAsync"/>
    [GlobalSetup(Target = nameof(BitFaster))]
    public Task FillBitFasterAsync() => FillAsync(Peer.BitFaster);

    /// <inheritdoc cref="FillDictionaryAsync"/>
    [GlobalSetup(Target = nameof(MemoryCache))]
    public Task FillMemoryAsync() => FillAsync(Peer.Memory);

    /// <inheritdoc cref="FillDictionaryAsync"/>
    [GlobalSetup(Target = nameof(FusionCache))]
    public Task FillFusionAsync() => FillAsync(Peer.Fusion);

    /// <inheritdoc cref="FillDictionaryAsync"/>
    [GlobalSetup(Target = nameof(HybridCache))]
    public Task FillHybridAsync() => FillAsync(Peer.Hybrid);

    /// <summary>Ends them.</summary>
    [GlobalCleanup]
    public async Task CleanupAsync() => await _peers.DisposeAsync();

    /// <summary>The yardstick: no bound, no expiry.</summary>
    [Benchmark(Baseline = true)]
    public string? ConcurrentDictionary() => _peers.Dictionary.TryGetValue(Next(), out string? value) ? value : null;

    /// <summary>Ours.</summary>
    [Benchmark]
    public string? Ours() => _peers.Ours.TryGetAsync<string>(Next()).Result.Value;

    /// <summary>Bounded, with expiry.</summary>
    [Benchmark]
    public string? BitFaster() => _peers.BitFaster.TryGet(Next(), out string? value) ? value : null;

    /// <summary>Bounded, with expiry and statistics.</summary>
    [Benchmark]
    public string? MemoryCache() => _peers.Memory.Get<string>(Next());

    /// <summary>FusionCache's synchronous look-up.</summary>
    [Benchmark]
    public string? FusionCache() => _peers.Fusion.TryGet<string?>(Next()).GetValueOrDefault(null);

    /// <summary>Microsoft's HybridCache, which has one call for everything.</summary>
    [Benchmark]
    public string? HybridCache() => _peers.Hybrid.GetOrCreateAsync<string?>(Next(), static _ => default, Peers.ReadOnly).Result;

    private string Next() => _asked[_next++ & (Sequence - 1)];

    private async Task FillAsync(string peer)
    {
        string[] keys = BenchmarkKeys.Make(Entries);
        await _peers.FillAsync(peer, keys);
        _asked = [.. BenchmarkKeys.Zipf(Entries, Sequence).Select(i => keys[i])];
    }
}
