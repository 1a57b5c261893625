using BenchmarkDotNet.Attributes;

namespace CodeGen.Runtime.Benchmarks;

/// <summary>A hit through the call that would make the value, G3, and with a typed composite key, G4.</summary>
[MemoryDiagnoser]
public class GetOrCreateBenchmarks
{
    private const int Entries = 10_000;
    private const int Sequence = 1 << 16;
    private readonly Peers _peers = new(4 * Entries);
    private string[] _asked = [];
    private CompositeKey[] _composite = [];
    private Caching.CacheRegion<CompositeKey, string>? _region;
    private int _next;

    /// <summary>Fills all caches.</summary>
    [GlobalSetup]
    public async Task SetupAsync()
    {
        string[] keys = BenchmarkKeys.Make(Entries);
        foreach (string peer in new[] { Peer.Ours, Peer.Hybrid, Peer.Fusion, Peer.BitFaster, Peer.Dictionary })
        {
            await _peers.FillAsync(peer, keys);
        }

        int[] asked = BenchmarkKeys.Zipf(Entries, Sequence);
        _asked = [.. asked.Select(i => keys[i])];
        _composite = [.. asked.Select(static i => new CompositeKey("p42", i))];
        _region = _peers.Ours.Region<CompositeKey, string>();
        foreach (CompositeKey key in _composite.Distinct())
        {
            await _region.SetAsync(key, "value");
            await _peers.Hybrid.SetAsync($"composite:{key.Project}:{key.File}", "value");
            _peers.Fusion.Set($"composite:{key.Project}:{key.File}", "value");
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
    public string Ours() => _peers.Ours.GetOrCreateAsync(Next(), 0, static (_, context, _) => ValueTask.FromResult(context.Key)).Result;

    /// <summary>Microsoft's HybridCache.</summary>
    [Benchmark]
    public string HybridCache() => _peers.Hybrid.GetOrCreateAsync(Next(), 0, static (_, _) => ValueTask.FromResult("made")).Result;

    /// <summary>FusionCache.</summary>
    [Benchmark]
    public string FusionCache() => _peers.Fusion.GetOrSetAsync<string>(Next(), static (_, _) => Task.FromResult("made")).Result;

    /// <summary>BitFaster, without single flight.</summary>
    [Benchmark]
    public string BitFaster() => _peers.BitFaster.GetOrAdd(Next(), static key => key);

    /// <summary>Ours with a typed key of two parts.</summary>
    [Benchmark]
    public string OursTypedKey() => _region!.GetOrCreateAsync(NextTyped(), 0, static (_, _, _, _) => ValueTask.FromResult("made")).Result;

    /// <summary>Microsoft's HybridCache with a key composed of the same two parts.</summary>
    [Benchmark]
    public string HybridCacheComposedKey()
    {
        CompositeKey key = NextTyped();
        return _peers.Hybrid.GetOrCreateAsync($"composite:{key.Project}:{key.File}", 0, static (_, _) => ValueTask.FromResult("made")).Result;
    }

    /// <summary>FusionCache with a key composed of the same two parts.</summary>
    [Benchmark]
    public string FusionCacheComposedKey()
    {
        CompositeKey key = NextTyped();
        return _peers.Fusion.GetOrSetAsync<string>($"composite:{key.Project}:{key.File}", static (_, _) => Task.FromResult("made")).Result;
    }

    private string Next() => _asked[_next++ & (Sequence - 1)];

    private CompositeKey NextTyped() => _composite[_next++ & (Sequence - 1)];
}
