namespace CodeGen.Runtime.Caching;

/// <summary>A scope and its last invalidation.</summary>
/// <param name="Kind">The kind: key, prefix, dimension, region, tag, all.</param>
/// <param name="Text">The scope's text.</param>
/// <param name="LastInvalidated">The sequence of its last invalidation that this node knows; 0 for none.</param>
public sealed record ScopeExplanation(string Kind, string Text, long LastInvalidated);
