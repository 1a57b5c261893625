using BenchmarkDotNet.Attributes;
using CodeGen.Runtime.Caching;
using ZiggyCreatures.Caching.Fusion;

namespace CodeGen.Runtime.Benchmarks;

/// <summary>What tags cost a hit, G16: the same hit on entries without and with ten tags.</summary>
[MemoryDiagnoser]
public class TagBenchmarks
{
    private const int Entries = 1_000;
    private readonly Peers _peers = new(10 * Entries);
    private string[] _keys = [];
    private string[] _tags = [];
    private CacheEntryOptions? _options;
    private int _next;

    /// <summary>How many tags each entry has.</summary>
    [Params(0, 10)]
    public int Tags { get; set; }

    /// <summary>Fills all caches.</summary>
    [GlobalSetup]
    public async Task SetupAsync()
    {
        _keys = BenchmarkKeys.Make(Entries);
        _tags = [.. Enumerable.Range(0, Tags).Select(i => $"tag:{i}")];
        _options = new CacheEntryOptions { Tags = _tags };
        foreach (string key in _keys)
        {
            await _peers.Ours.SetAsync(key, key, _options);
            await _peers.Hybrid.SetAsync(key, key, tags: _tags);
            await _peers.Fusion.SetAsync(key, key, tags: _tags);
        }
    }

    /// <summary>Ends them.</summary>
    [GlobalCleanup]
    public async Task CleanupAsync() => await _peers.DisposeAsync();

    /// <summary>Ours.</summary>
    [Benchmark]
    public string Ours() => _peers.Ours.GetOrCreateAsync(Next(), 0, static (_, _, _) => ValueTask.FromResult("made"), _options).Result;

    /// <summary>Microsoft's HybridCache.</summary>
    [Benchmark]
    public string HybridCache() => _peers.Hybrid.GetOrCreateAsync(Next(), 0, static (_, _) => ValueTask.FromResult("made"), tags: _tags).Result;

    /// <summary>FusionCache.</summary>
    [Benchmark]
    public string FusionCache() => _peers.Fusion.GetOrSetAsync<string>(Next(), static (_, _) => Task.FromResult("made"), tags: _tags).Result;

    private string Next() => _keys[(_next = (_next + 101) % Entries)];
}
