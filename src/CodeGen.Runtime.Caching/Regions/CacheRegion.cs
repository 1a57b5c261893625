namespace CodeGen.Runtime.Caching;

/// <summary>
/// A part of the cache whose entries share a key type, a value type and a version. Get one from <see cref="ITieredCache.Region{TKey, TValue}"/> once and keep it. Thread-safe.
/// Values are shared between callers of one process: treat them as immutable.
/// </summary>
/// <typeparam name="TKey">The key, marked with <see cref="CacheKeyAttribute"/>.</typeparam>
/// <typeparam name="TValue">The value.</typeparam>
public sealed class CacheRegion<TKey, TValue>
    where TKey : struct, ICacheKey<TKey>
{
    /// <summary>Longer keys rent.</summary>
    private const int StackLength = 128;

    private readonly TieredCache _cache;
    private readonly RegionSettings _settings;

    internal CacheRegion(TieredCache cache, RegionSettings settings)
    {
        _cache = cache;
        _settings = settings;
    }

    /// <summary>The region's name.</summary>
    public string Name => _settings.Name;

    /// <summary>The region's version.</summary>
    public int Version => _settings.Version;

    /// <summary>Gives the value under the key, or makes it with the factory; concurrent callers share one factory call.</summary>
    /// <param name="key">The key.</param>
    /// <param name="factory">Makes the value. Its token is cancelled when all callers have left or the deadline has passed.</param>
    /// <param name="options">What this call wants differently.</param>
    /// <param name="cancellationToken">Lets this caller leave; the factory goes on for the others.</param>
    /// <exception cref="CacheFactoryTimeoutException">The factory did not finish within its deadline.</exception>
    /// <exception cref="CacheUnavailableException">The log is away and the region was told to fail.</exception>
    public ValueTask<TValue> GetOrCreateAsync(
        TKey key,
        Func<TKey, CacheEntryContext, CancellationToken, ValueTask<TValue>> factory,
        CacheEntryOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return GetOrCreateAsync(key, (factory, key), static (state, context, token) => state.factory(state.key, context, token), options, cancellationToken);
    }

    /// <summary>As <see cref="GetOrCreateAsync(TKey, Func{TKey, CacheEntryContext, CancellationToken, ValueTask{TValue}}, CacheEntryOptions?, CancellationToken)"/>, with a state handed to a static factory so that nothing is captured.</summary>
    /// <typeparam name="TState">The state's type.</typeparam>
    /// <param name="key">The key.</param>
    /// <param name="state">What the factory needs.</param>
    /// <param name="factory">Makes the value.</param>
    /// <param name="cancellationToken">Lets this caller leave; the factory goes on for the others.</param>
    public ValueTask<TValue> GetOrCreateAsync<TState>(
        TKey key,
        TState state,
        Func<TState, TKey, CacheEntryContext, CancellationToken, ValueTask<TValue>> factory,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return GetOrCreateAsync(key, (factory, key, state), static (s, context, token) => s.factory(s.state, s.key, context, token), options: null, cancellationToken);
    }

    /// <summary>Gives the value if a tier holds a valid one; never runs a factory.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Cancels the look-up.</param>
    public ValueTask<CacheResult<TValue>> TryGetAsync(TKey key, CancellationToken cancellationToken = default)
    {
        var writer = new CacheKeyWriter(stackalloc char[StackLength]);
        key.WriteKeyText(ref writer);
        if (_cache.TryHitLocal(_settings, writer.Written, out TValue value, out CacheMissReason reason, out _))
        {
            writer.Dispose();
            return new(CacheResult<TValue>.Hit(value, CacheTier.Local));
        }

        return _cache.MissAsync<TValue>(Entry(ref writer), reason, cancellationToken);
    }

    /// <summary>Stores a value. Every older value of the key is invalid on all nodes from before this completes, in every version of the region.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="options">Life, tags and cost.</param>
    /// <param name="cancellationToken">Cancels waiting; the value may be stored or not then.</param>
    public ValueTask SetAsync(TKey key, TValue value, CacheEntryOptions? options = null, CancellationToken cancellationToken = default) =>
        _cache.SetAsync(Entry(key), value, options, cancellationToken);

    /// <summary>Removes the entry, on all nodes and in every version of the region.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Cancels waiting; the entry may be removed or not then.</param>
    public ValueTask RemoveAsync(TKey key, CancellationToken cancellationToken = default) =>
        _cache.RemoveAsync(Entry(key), cancellationToken);

    /// <summary>Looks up several keys, as <see cref="ITieredCache.TryGetManyAsync"/>.</summary>
    /// <param name="keys">0 to <see cref="TieredCacheOptions.MaxBulkKeys"/> keys.</param>
    /// <param name="cancellationToken">Cancels the look-up.</param>
    /// <returns>A result for each key, in the order asked for.</returns>
    public ValueTask<IReadOnlyList<BulkResult<TKey, TValue>>> TryGetManyAsync(IReadOnlyCollection<TKey> keys, CancellationToken cancellationToken = default) =>
        _cache.TryGetManyAsync<TKey, TValue>(keys, Entry, cancellationToken);

    /// <summary>Gives the values of several keys or makes them with one call of the factory, as <see cref="ITieredCache.GetOrCreateManyAsync"/>.</summary>
    /// <param name="keys">0 to <see cref="TieredCacheOptions.MaxBulkKeys"/> keys; repeated ones are made once.</param>
    /// <param name="factory">Makes the keys it is given.</param>
    /// <param name="options">What this call wants differently, for each of its keys.</param>
    /// <param name="cancellationToken">Lets this caller leave; the factory goes on for the others.</param>
    /// <returns>A result for each key, in the order asked for.</returns>
    public ValueTask<IReadOnlyList<BulkResult<TKey, TValue>>> GetOrCreateManyAsync(
        IReadOnlyCollection<TKey> keys,
        Func<IReadOnlyList<BulkMiss<TKey, TValue>>, CancellationToken, ValueTask> factory,
        CacheEntryOptions? options = null,
        CancellationToken cancellationToken = default) => _cache.GetOrCreateManyAsync(keys, Entry, factory, options, cancellationToken);

    /// <summary>Stores several values, as <see cref="ITieredCache.SetManyAsync"/>.</summary>
    /// <param name="entries">0 to <see cref="TieredCacheOptions.MaxBulkKeys"/> keys with values.</param>
    /// <param name="options">Life, tags and cost of each.</param>
    /// <param name="cancellationToken">Cancels waiting; each value may be stored or not then.</param>
    /// <returns>An outcome for each key, in the order given.</returns>
    public ValueTask<IReadOnlyList<BulkOutcome<TKey>>> SetManyAsync(
        IReadOnlyCollection<KeyValuePair<TKey, TValue>> entries, CacheEntryOptions? options = null, CancellationToken cancellationToken = default) =>
        _cache.SetManyAsync(entries, Entry, options, cancellationToken);

    /// <summary>Removes several entries, as <see cref="ITieredCache.RemoveManyAsync"/>.</summary>
    /// <param name="keys">0 to <see cref="TieredCacheOptions.MaxBulkKeys"/> keys.</param>
    /// <param name="cancellationToken">Cancels waiting; each entry may be removed or not then.</param>
    /// <returns>An outcome for each key, in the order given.</returns>
    public ValueTask<IReadOnlyList<BulkOutcome<TKey>>> RemoveManyAsync(IReadOnlyCollection<TKey> keys, CancellationToken cancellationToken = default) =>
        _cache.RemoveManyAsync(keys, Entry, cancellationToken);

    /// <summary>Invalidates everything that belongs to the scope, in this and every other region: one record, whatever the number of entries.</summary>
    /// <param name="scope">Such as <c>GenerationKey.Scope(project: "p42")</c>.</param>
    /// <param name="cancellationToken">Cancels waiting; the invalidation may be done or not then.</param>
    public ValueTask InvalidateAsync(CacheScope scope, CancellationToken cancellationToken = default) => _cache.InvalidateAsync(scope, cancellationToken);

    /// <summary>Invalidates every entry of this region, in all its versions.</summary>
    /// <param name="cancellationToken">Cancels waiting; the invalidation may be done or not then.</param>
    public ValueTask InvalidateAllAsync(CancellationToken cancellationToken = default) => _cache.InvalidateAsync(CacheScope.Region(Name), cancellationToken);

    /// <summary>Tells which tiers hold the key, with stamp, scopes and verdict.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Cancels the look-up.</param>
    public ValueTask<CacheExplanation> ExplainAsync(TKey key, CancellationToken cancellationToken = default) =>
        _cache.ExplainAsync(Entry(key), cancellationToken);

    private EntryKey Entry(TKey key) => new(_settings, key.ToKeyText());

    private EntryKey Entry(ref CacheKeyWriter writer) => new(_settings, writer.ToStringAndDispose());

    /// <summary>A hit is looked for by what the key writes on the stack; a text of its own is made for a miss only.</summary>
    private ValueTask<TValue> GetOrCreateAsync<TState>(
        in TKey key,
        in TState state,
        Func<TState, CacheEntryContext, CancellationToken, ValueTask<TValue>> factory,
        CacheEntryOptions? options,
        CancellationToken cancellationToken)
    {
        var writer = new CacheKeyWriter(stackalloc char[StackLength]);
        key.WriteKeyText(ref writer);
        if (_cache.TryHit(_settings, writer.Written, cancellationToken, out TValue value, out LocalEntry? entry))
        {
            writer.Dispose();
            _cache.RefreshIfDue(new EntryKey(_settings, entry.KeyText) { Options = options }, entry, state, factory, options);
            return new(value);
        }

        return _cache.MissAsync(Entry(ref writer), state, factory, options, cancellationToken);
    }
}
