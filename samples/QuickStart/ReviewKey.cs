using CodeGen.Runtime.Caching;

namespace QuickStart;

/// <summary>What a review is cached under.</summary>
[CacheKey("review:{Project}:{File}")]
public readonly partial record struct ReviewKey(string Project, string File);
