using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <summary>The invalidation log cannot be reached and the region was told to <see cref="WhenDisconnected.Fail"/>.</summary>
/// <param name="message">Which region, and what to do.</param>
public sealed class CacheUnavailableException(string message) : CoordinationException(message);
