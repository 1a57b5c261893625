using CodeGen.Runtime.Coordination;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging;

namespace CodeGen.Runtime.Caching;

/// <summary>What a cache is put together from. The seam at which tests put servers that they control.</summary>
internal sealed record CacheParts
{
    public required TieredCacheOptions Options { get; init; }

    public required CoordinationOptions Coordination { get; init; }

    public required TimeProvider TimeProvider { get; init; }

    public required ILogServer Server { get; init; }

    public required ILeaderStore Leaders { get; init; }

    /// <summary>The shared tier, or <see langword="null"/> to stay in this process.</summary>
    public ISharedStore? Shared { get; init; }

    public required CacheSerializers Serializers { get; init; }

    public required PayloadCodecs Codecs { get; init; }

    /// <summary>What bounds local memory in place of the options, or <see langword="null"/>.</summary>
    public IMemoryCache? HostMemory { get; init; }

    public MemoryCacheEntrySize HostEntrySize { get; init; }

    public required Func<TieredCache, CacheMetrics> CreateMetrics { get; init; }

    /// <summary>Who hears of accesses to a sample of keys, or <see langword="null"/>.</summary>
    public ICacheAccessListener? Accesses { get; init; }

    public required ILogger Logger { get; init; }
}
