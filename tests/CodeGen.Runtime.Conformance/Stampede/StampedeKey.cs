using CodeGen.Runtime.Caching;

namespace CodeGen.Runtime.Conformance.Stampede;

/// <summary>One cold key a round.</summary>
[CacheKey("conf_stampede:{Round}")]
internal readonly partial record struct StampedeKey(int Round);
