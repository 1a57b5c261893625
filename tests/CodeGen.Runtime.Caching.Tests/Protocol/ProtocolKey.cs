namespace CodeGen.Runtime.Caching.Tests.Protocol;

/// <summary>The typed keys of the model.</summary>
[CacheKey("a:{P}:{F}")]
internal readonly partial record struct ProtocolKey(string P, string F);
