namespace CodeGen.Runtime.Caching;

/// <summary>Hears of the accesses to a sample of a cache's keys. Looked up once, when a cache is made. Implementations are thread-safe and do not throw.</summary>
internal interface ICacheAccesses
{
    /// <param name="instance">Which cache.</param>
    /// <param name="options">Its options.</param>
    /// <returns>Who listens; <see langword="null"/> for nobody: then no access pays for it.</returns>
    ICacheAccessListener? Listen(CacheInstance instance, TieredCacheOptions options);
}
