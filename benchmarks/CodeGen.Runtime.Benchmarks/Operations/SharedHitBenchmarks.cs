using System.Text.Json;
using BenchmarkDotNet.Attributes;
using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;
using Microsoft.Extensions.Caching.Hybrid;
using StackExchange.Redis;
using ZiggyCreatures.Caching.Fusion;

namespace CodeGen.Runtime.Benchmarks;

/// <summary>A hit in the second tier, G11 and G12: a document of source text is read from a server on this machine and given to the caller, and nothing of it is in memory before.</summary>
[MemoryDiagnoser]
public class SharedHitBenchmarks
{
    private const int Documents = 64;
    private static readonly HybridCacheEntryOptions s_sharedOnly = new() { Flags = HybridCacheEntryFlags.DisableLocalCache };
    private static readonly FusionCacheEntryOptions s_fusionSharedOnly = new(TimeSpan.FromHours(1)) { SkipMemoryCacheRead = true, SkipMemoryCacheWrite = true };
    private static readonly string[] s_keys = [.. Enumerable.Range(0, Documents).Select(static i => $"code_gen:p42:file{i}:hash")];
    private static readonly RedisKey[] s_rawKeys = [.. s_keys.Select(static key => (RedisKey)$"raw:{key}")];
    private RedisServerProcess? _server;
    private ConnectionMultiplexer? _connection;
    private IDatabase? _database;
    private Nodes? _nodes;
    private int _next;

    /// <summary>How large the text is, in kilobytes.</summary>
    [Params(1, 16, 256)]
    public int Kilobytes { get; set; }

    /// <summary>Writes the documents with each cache.</summary>
    [GlobalSetup]
    public async Task SetupAsync()
    {
        _server = await RedisServerProcess.StartAsync();
        _connection = await ConnectionMultiplexer.ConnectAsync(_server.ConnectionString);
        _database = _connection.GetDatabase();

        // One entry fits into memory, and two documents are never asked for in a row.
        _nodes = new Nodes(_server.ConnectionString, o => o.MaxEntries = 1);
        for (int i = 0; i < Documents; i++)
        {
            SourceDocument document = SourceDocument.Of(Kilobytes, i);
            await _database.StringSetAsync(s_rawKeys[i], JsonSerializer.SerializeToUtf8Bytes(document));
            await _nodes.Ours.SetAsync(s_keys[i], document);
            await _nodes.Hybrid.SetAsync(s_keys[i], document);
            await _nodes.Fusion.SetAsync(s_keys[i], document);
        }

        for (int i = 0; i < Documents; i++)
        {
            CacheResult<SourceDocument> found = await _nodes.Ours.TryGetAsync<SourceDocument>(s_keys[i]);
            if (found.Tier != CacheTier.Shared || found.Value != SourceDocument.Of(Kilobytes, i))
            {
                throw new InvalidOperationException($"Document {i} did not come from the second tier: {found.Tier}, {found.MissReason}.");
            }
        }
    }

    /// <summary>Ends them.</summary>
    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        await _nodes!.DisposeAsync();
        await _connection!.DisposeAsync();
        await _server!.DisposeAsync();
    }

    /// <summary>The yardstick: the bytes of the document as JSON, not read.</summary>
    [Benchmark(Baseline = true)]
    public Task<RedisValue> StringGet() => _database!.StringGetAsync(s_rawKeys[Next()]);

    /// <summary>Ours.</summary>
    [Benchmark]
    public Task<SourceDocument> Ours() => _nodes!.Ours.GetOrCreateAsync<int, SourceDocument>(s_keys[Next()], 0, static (_, _, _) => throw new InvalidOperationException("a miss")).AsTask();

    /// <summary>Microsoft's HybridCache.</summary>
    [Benchmark]
    public Task<SourceDocument> HybridCache() =>
        _nodes!.Hybrid.GetOrCreateAsync<SourceDocument>(s_keys[Next()], static _ => throw new InvalidOperationException("a miss"), s_sharedOnly).AsTask();

    /// <summary>FusionCache.</summary>
    [Benchmark]
    public Task<SourceDocument> FusionCache() =>
        _nodes!.Fusion.GetOrSetAsync<SourceDocument>(s_keys[Next()], static (_, _) => throw new InvalidOperationException("a miss"), s_fusionSharedOnly).AsTask()!;

    private int Next() => _next = (_next + 1) % Documents;
}
