namespace CodeGen.Runtime.Caching.Tests.Validity;

/// <summary>A key with more placeholders than most.</summary>
[CacheKey("wide:{A}:{B}:{C}:x:{D}")]
internal readonly partial record struct WideKey(string A, string B, string C, string D);
