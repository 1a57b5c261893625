namespace CodeGen.Runtime.Caching;

/// <summary>
/// A cache of results that cost money and seconds: in the memory of this process and, when configured, in Redis, kept coherent by a log of invalidations.
/// Thread-safe. Values are shared between callers of one process: treat them as immutable.
/// </summary>
public interface ITieredCache
{
    /// <summary>A part of the cache with its own key type, value type and version. Call once and keep the result.</summary>
    /// <typeparam name="TKey">The key, marked with <see cref="CacheKeyAttribute"/>.</typeparam>
    /// <typeparam name="TValue">The value.</typeparam>
    /// <param name="configure">Changes the region's options.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    CacheRegion<TKey, TValue> Region<TKey, TValue>(Action<RegionOptions>? configure = null)
        where TKey : struct, ICacheKey<TKey>;

    /// <summary>Gives the value under a plain key, or makes it with the factory; concurrent callers share one factory call.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="key">1 to <see cref="TieredCacheOptions.MaxKeyLength"/> characters; split at <c>:</c> into at most 8 scopes.</param>
    /// <param name="factory">Makes the value. Its token is cancelled when all callers have left or the deadline has passed.</param>
    /// <param name="options">What this call wants differently.</param>
    /// <param name="cancellationToken">Lets this caller leave; the factory goes on for the others.</param>
    /// <exception cref="ArgumentException">The key is empty, too long, or holds an unpaired surrogate.</exception>
    /// <exception cref="CacheFactoryTimeoutException">The factory did not finish within its deadline.</exception>
    /// <exception cref="CacheUnavailableException">The log is away and the region was told to fail.</exception>
    ValueTask<T> GetOrCreateAsync<T>(
        string key,
        Func<CacheEntryContext, CancellationToken, ValueTask<T>> factory,
        CacheEntryOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>As the overload without a state, with one handed to a static factory so that nothing is captured.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="key">1 to <see cref="TieredCacheOptions.MaxKeyLength"/> characters; split at <c>:</c> into at most 8 scopes.</param>
    /// <param name="state">What the factory needs.</param>
    /// <param name="factory">Makes the value.</param>
    /// <param name="options">What this call wants differently.</param>
    /// <param name="cancellationToken">Lets this caller leave; the factory goes on for the others.</param>
    ValueTask<T> GetOrCreateAsync<TState, T>(
        string key,
        TState state,
        Func<TState, CacheEntryContext, CancellationToken, ValueTask<T>> factory,
        CacheEntryOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>Gives the value if a tier holds a valid one; never runs a factory.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Cancels the look-up.</param>
    ValueTask<CacheResult<T>> TryGetAsync<T>(string key, CancellationToken cancellationToken = default);

    /// <summary>Stores a value. Every older value of the key is invalid on all nodes from before this completes.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="options">Life, tags and cost.</param>
    /// <param name="cancellationToken">Cancels waiting; the value may be stored or not then.</param>
    ValueTask SetAsync<T>(string key, T value, CacheEntryOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Removes the entry on all nodes.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Cancels waiting; the entry may be removed or not then.</param>
    ValueTask RemoveAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>
    /// Looks up several keys: what this process does not hold is asked of the shared tier in one go. Never runs a factory and throws for no single key; see <see cref="BulkResult{TKey, T}"/>.
    /// </summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="keys">0 to <see cref="TieredCacheOptions.MaxBulkKeys"/> keys; repeated ones are looked up once.</param>
    /// <param name="cancellationToken">Cancels the look-up.</param>
    /// <returns>A result for each key, in the order asked for.</returns>
    /// <exception cref="ArgumentException">A key is not valid, or there are too many; nothing was done.</exception>
    ValueTask<IReadOnlyList<BulkResult<string, T>>> TryGetManyAsync<T>(IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default);

    /// <summary>
    /// Gives the values of several keys; those that no tier holds are made by one call of the factory. Keys that somebody else is making are waited for, and others may join the ones that this call
    /// makes. What goes wrong for a key is told in its result and concerns no other.
    /// </summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="keys">0 to <see cref="TieredCacheOptions.MaxBulkKeys"/> keys; repeated ones are made once.</param>
    /// <param name="factory">Makes the keys it is given, in the order asked for; its token is cancelled when nobody waits for any of them.</param>
    /// <param name="options">What this call wants differently, for each of its keys.</param>
    /// <param name="cancellationToken">Lets this caller leave; the factory goes on for the others.</param>
    /// <returns>A result for each key, in the order asked for.</returns>
    /// <exception cref="ArgumentException">A key is not valid, or there are too many; nothing was done.</exception>
    ValueTask<IReadOnlyList<BulkResult<string, T>>> GetOrCreateManyAsync<T>(
        IReadOnlyCollection<string> keys,
        Func<IReadOnlyList<BulkMiss<string, T>>, CancellationToken, ValueTask> factory,
        CacheEntryOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>Stores several values: one record for up to 64 of them, and their data in one go. A value that cannot be serialized or told concerns no other.</summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="entries">0 to <see cref="TieredCacheOptions.MaxBulkKeys"/> keys with values; of a repeated one the last value counts.</param>
    /// <param name="options">Life, tags and cost of each.</param>
    /// <param name="cancellationToken">Cancels waiting; each value may be stored or not then.</param>
    /// <returns>An outcome for each key, in the order given.</returns>
    /// <exception cref="ArgumentException">A key is not valid, or there are too many; nothing was done.</exception>
    ValueTask<IReadOnlyList<BulkOutcome<string>>> SetManyAsync<T>(
        IReadOnlyCollection<KeyValuePair<string, T>> entries, CacheEntryOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Removes several entries on all nodes: one record for up to 64 of them.</summary>
    /// <param name="keys">0 to <see cref="TieredCacheOptions.MaxBulkKeys"/> keys.</param>
    /// <param name="cancellationToken">Cancels waiting; each entry may be removed or not then.</param>
    /// <returns>An outcome for each key, in the order given.</returns>
    /// <exception cref="ArgumentException">A key is not valid, or there are too many; nothing was done.</exception>
    ValueTask<IReadOnlyList<BulkOutcome<string>>> RemoveManyAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default);

    /// <summary>Invalidates everything that belongs to the scope: one record and one round trip, whatever the number of entries. Completes when this node has applied it.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="cancellationToken">Cancels waiting; the invalidation may be done or not then.</param>
    /// <exception cref="Coordination.CoordinationException">The log is away, and invalidations are not queued; it has taken effect on this node only.</exception>
    ValueTask InvalidateAsync(CacheScope scope, CancellationToken cancellationToken = default);

    /// <summary>Invalidates several scopes, up to 64 in one record.</summary>
    /// <param name="scopes">The scopes.</param>
    /// <param name="cancellationToken">Cancels waiting; the invalidation may be done or not then.</param>
    ValueTask InvalidateAsync(IReadOnlyCollection<CacheScope> scopes, CancellationToken cancellationToken = default);

    /// <summary>Invalidates every entry whose key's text matches. A pattern that is a whole prefix costs no more than the prefix; others are kept in a bounded list.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="cancellationToken">Cancels waiting; the invalidation may be done or not then.</param>
    ValueTask InvalidateAsync(CachePattern pattern, CancellationToken cancellationToken = default);

    /// <summary>Invalidates every entry with the tag.</summary>
    /// <param name="tag">The tag: 1 to 256 characters.</param>
    /// <param name="cancellationToken">Cancels waiting; the invalidation may be done or not then.</param>
    ValueTask InvalidateTagAsync(string tag, CancellationToken cancellationToken = default);

    /// <summary>Invalidates everything.</summary>
    /// <param name="cancellationToken">Cancels waiting; the invalidation may be done or not then.</param>
    ValueTask ClearAsync(CancellationToken cancellationToken = default);

    /// <summary>Tells which tiers hold a plain key, with stamp, scopes and verdict.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Cancels the look-up.</param>
    ValueTask<CacheExplanation> ExplainAsync(string key, CancellationToken cancellationToken = default);
}
