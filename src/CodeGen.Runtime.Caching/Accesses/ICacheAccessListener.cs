namespace CodeGen.Runtime.Caching;

/// <summary>Hears of the accesses to a sample of one cache's keys, on the threads of those who make them. Implementations are thread-safe and do not throw.</summary>
internal interface ICacheAccessListener
{
    /// <summary>Whether accesses to a key are told. A key that is not sampled never is later.</summary>
    bool IsSampled(ulong keyHash);

    void Accessed(in CacheAccess access);
}
