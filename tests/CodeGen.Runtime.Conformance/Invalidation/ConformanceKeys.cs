using CodeGen.Runtime.Caching;

namespace CodeGen.Runtime.Conformance.Invalidation;

/// <summary>A key of <see cref="KeyFamily.Recompute"/>.</summary>
[CacheKey("conf_redo:{Project}:{File}:{Hash}")]
internal readonly partial record struct RedoKey(string Project, string File, string Hash);

/// <summary>A key of <see cref="KeyFamily.Fail"/>.</summary>
[CacheKey("conf_fail:{Project}:{File}:{Hash}")]
internal readonly partial record struct FailKey(string Project, string File, string Hash);

/// <summary>A key of <see cref="KeyFamily.ServeStale"/>.</summary>
[CacheKey("conf_stale:{Project}:{File}:{Hash}")]
internal readonly partial record struct StaleKey(string Project, string File, string Hash);
