namespace CodeGen.Runtime.Caching;

/// <summary>What an entry of the cache says its size is in the host's memory cache, in the unit that the host's size limit is counted in.</summary>
public enum MemoryCacheEntrySize
{
    /// <summary>Its estimated bytes, as in <c>codegen.cache.local.bytes</c>: the size limit is a number of bytes.</summary>
    Bytes,

    /// <summary>One: the size limit is a number of entries.</summary>
    Entries,
}
