using CodeGen.Runtime.Caching;

namespace CodeGen.Runtime.Benchmarks;

/// <summary>A key of two parts.</summary>
[CacheKey("composite:{Project}:{File}")]
internal readonly partial record struct CompositeKey(string Project, int File);
