using CodeGen.Runtime.Caching;

namespace CodeGen.Runtime.Conformance.Scopes;

/// <summary>The many keys, in both tiers.</summary>
[CacheKey("conf_scope:{Project}:{Item}")]
internal readonly partial record struct ScopeKey(string Project, int Item);

/// <summary>Keys below the same prefixes whose values stay in the process, so that looking at one asks nobody.</summary>
[CacheKey("conf_scope:{Project}:{Kind}:{Item}")]
internal readonly partial record struct ScopeProbeKey(string Project, string Kind, int Item);
