using CodeGen.Runtime.Caching;

namespace CodeGen.Runtime.IntegrationTests;

/// <summary>The typed key of the fault tests: with prefixes, and with dimensions that no prefix expresses.</summary>
[CacheKey("doc:{Project}:{File}:{Hash}")]
public readonly partial record struct DocumentKey(string Project, string File, string Hash);
