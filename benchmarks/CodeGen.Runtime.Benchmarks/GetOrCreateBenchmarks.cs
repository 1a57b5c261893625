using BenchmarkDotNet.Attributes;

namespace CodeGen.Runtime.Benchmarks;

/// <summary>A hit through the call that would make the value, G3, and with a typed composite key, G4.</summary>
[MemoryDiagnoser]
public class GetOrCreateBenchmarks
{
    private const int Entries = 10_000;
    private const int Sequence = 1 << 16;
    private readonly Peers _peers = new(2 * Entries);
    private string[] _asked = [];
    private CompositeKey[] _composite = [];
    private Caching.CacheRegion<CompositeKey, string>? _region;
    private int _next;

    /// <summary>Fills all caches.</summary>
    [GlobalSetup]
    public async Task SetupAsync()
    {
        string[] keys = BenchmarkKeys.Make(Entries);
        await _peers.FillAsync(keys);
        int[] asked = BenchmarkKeys.Zipf(Entries, Sequence);
        _asked = [.. asked.Select(i => keys[i])];
        _composite = [.. asked.Select(static i => new CompositeKey("p42", i))];
        _region = _peers.Ours.Region<CompositeKey, string>();
        foreach (CompositeKey key in _composite.Distinct())
        {
            await _region.SetAsync(key, "value");
            await _peers.Hybrid.SetAsync($"composite:{key.Project}:{key.File}", "value");
        }
    }

    /// <summary>Ends them.</summary>
    [GlobalCleanup]
    public async Task CleanupAsync() => await _peers.DisposeAsync();

    /// <summary>The yardstick: no bound, no expiry, no single flight.</summary>
    [Benchmark(Baseline = true)]
    public string ConcurrentDictionary() => _peers.Dictionary.GetOrAdd(Next(), static key => key);

    /// <summary>Ours.</summary>
    [Benchmark]
    public ValueTask<string> Ours() => _peers.Ours.GetOrCreateAsync(Next(), 0, static (_, context, _) => ValueTask.FromResult(context.Key));

    /// <summary>Microsoft's HybridCache.</summary>
    [Benchmark]
    public ValueTask<string> HybridCache() => _peers.Hybrid.GetOrCreateAsync(Next(), 0, static (_, _) => ValueTask.FromResult("made"));

    /// <summary>FusionCache.</summary>
    [Benchmark]
    public ValueTask<string> FusionCache() => _peers.Fusion.GetOrSetAsync<string>(Next(), static (_, _) => Task.FromResult("made"));

    /// <summary>BitFaster, without single flight.</summary>
    [Benchmark]
    public string BitFasterConcurrentTLru() => _peers.BitFaster.GetOrAdd(Next(), static key => key);

    /// <summary>Ours with a typed key of two parts.</summary>
    [Benchmark]
    public ValueTask<string> OursTypedKey() => _region!.GetOrCreateAsync(_composite[_next++ & (Sequence - 1)], 0, static (_, _, _, _) => ValueTask.FromResult("made"));

    /// <summary>Microsoft's HybridCache with a key composed of the same two parts.</summary>
    [Benchmark]
    public ValueTask<string> HybridCacheComposedKey()
    {
        CompositeKey key = _composite[_next++ & (Sequence - 1)];
        return _peers.Hybrid.GetOrCreateAsync($"composite:{key.Project}:{key.File}", 0, static (_, _) => ValueTask.FromResult("made"));
    }

    private string Next() => _asked[_next++ & (Sequence - 1)];
}
