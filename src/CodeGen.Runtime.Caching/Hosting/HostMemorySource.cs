namespace CodeGen.Runtime.Caching;

/// <summary>The host wants local memory to be bounded by its memory cache.</summary>
internal sealed record HostMemorySource(MemoryCacheEntrySize Size);
