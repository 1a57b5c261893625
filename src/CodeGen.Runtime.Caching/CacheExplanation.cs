namespace CodeGen.Runtime.Caching;

/// <summary>What <c>ExplainAsync</c> found out about one key. Plain data, made for logs and diagnostics pages.</summary>
/// <param name="Key">The key's text.</param>
/// <param name="Region">The region's name.</param>
/// <param name="RegionVersion">The region's version.</param>
/// <param name="Verdict">What a call would get: a value from local memory, from the shared tier, or a miss with its reason.</param>
/// <param name="Position">The position of the log that this node has applied, as <c>epoch/sequence</c>.</param>
/// <param name="HasLease">Whether this node may trust its memory right now.</param>
/// <param name="Local">What the memory of this process holds.</param>
/// <param name="Shared">What the shared tier holds; <see langword="null"/> without one.</param>
/// <param name="Scopes">The scopes that the key belongs to, with the last invalidation of each that this node knows.</param>
/// <param name="SharedKey">The key in Redis; <see langword="null"/> without a shared tier.</param>
public sealed record CacheExplanation(
    string Key,
    string Region,
    int RegionVersion,
    string Verdict,
    string Position,
    bool HasLease,
    TierExplanation Local,
    TierExplanation? Shared,
    IReadOnlyList<ScopeExplanation> Scopes,
    string? SharedKey);
