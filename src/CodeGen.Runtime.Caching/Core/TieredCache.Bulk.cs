using System.Diagnostics.CodeAnalysis;

namespace CodeGen.Runtime.Caching;

/// <content>
/// Several keys in one call. Each key goes the way it would go alone, all of them at the same time: what they ask of a server leaves together on its one connection, and whatever holds for a key holds
/// here too.
/// </content>
internal sealed partial class TieredCache
{
    public ValueTask<IReadOnlyList<BulkResult<string, T>>> TryGetManyAsync<T>(IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default) =>
        TryGetManyAsync<string, T>(keys, Key, cancellationToken);

    public ValueTask<IReadOnlyList<BulkResult<string, T>>> GetOrCreateManyAsync<T>(
        IReadOnlyCollection<string> keys,
        Func<IReadOnlyList<BulkMiss<string, T>>, CancellationToken, ValueTask> factory,
        CacheEntryOptions? options = null,
        CancellationToken cancellationToken = default) => GetOrCreateManyAsync(keys, Key, factory, options, cancellationToken);

    internal async ValueTask<IReadOnlyList<BulkResult<TKey, T>>> TryGetManyAsync<TKey, T>(
        IReadOnlyCollection<TKey> keys, Func<TKey, EntryKey> entryOf, CancellationToken cancellationToken)
    {
        BulkKeys<TKey> bulk = Several(keys, entryOf, null);
        var results = new BulkResult<TKey, T>[bulk.Distinct.Count];
        var waiting = new List<Task>();
        for (int i = 0; i < results.Length; i++)
        {
            (TKey key, EntryKey entry) = bulk.Distinct[i];
            ValueTask<CacheResult<T>> look = TryGetAsync<T>(entry, cancellationToken);
            if (look.IsCompletedSuccessfully)
            {
                results[i] = Found(key, look.Result);
            }
            else
            {
                waiting.Add(LookAsync(i, key, look.AsTask()));
            }
        }

        await Task.WhenAll(waiting).ConfigureAwait(false);
        return bulk.InOrder(results);

        async Task LookAsync(int index, TKey key, Task<CacheResult<T>> look) =>
            results[index] = await Guarded<BulkResult<TKey, T>>(
                async () => Found(key, await look.ConfigureAwait(false)), e => new(key, false, default!, CacheMissReason.None, e), cancellationToken).ConfigureAwait(false);

        static BulkResult<TKey, T> Found(TKey key, CacheResult<T> result) => new(key, result.HasValue, result.Value!, result.MissReason);
    }

    internal async ValueTask<IReadOnlyList<BulkResult<TKey, T>>> GetOrCreateManyAsync<TKey, T>(
        IReadOnlyCollection<TKey> keys,
        Func<TKey, EntryKey> entryOf,
        Func<IReadOnlyList<BulkMiss<TKey, T>>, CancellationToken, ValueTask> factory,
        CacheEntryOptions? options,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(factory);
        BulkKeys<TKey> bulk = Several(keys, entryOf, options);
        cancellationToken.ThrowIfCancellationRequested();
        var results = new BulkResult<TKey, T>[bulk.Distinct.Count];
        var missing = new List<int>();
        for (int i = 0; i < results.Length; i++)
        {
            (TKey key, EntryKey entry) = bulk.Distinct[i];
            if (TryHitLocal(entry, out T value, out _, out LocalEntry? held))
            {
                results[i] = new BulkResult<TKey, T>(key, true, value);
                if (held.Freshness is not null)
                {
                    RefreshIfDue(entry, held, (new BulkBatch<TKey, T>(factory, 1), key), static (s, context, token) => s.Item1.MakeAsync(s.key, 0, context, token), options);
                }

            }
            else
            {
                missing.Add(i);
            }
        }

        var batch = new BulkBatch<TKey, T>(factory, missing.Count);
        await Task.WhenAll(missing.Select((index, order) => CreateOneAsync(index, order))).ConfigureAwait(false);
        return bulk.InOrder(results);

        async Task CreateOneAsync(int index, int order)
        {
            (TKey key, EntryKey entry) = bulk.Distinct[index];
            results[index] = await Guarded<BulkResult<TKey, T>>(
                async () =>
                {
                    try
                    {
                        T value = await FlyAsync(
                            entry.Named(),
                            (batch, key, order),
                            static (s, context, token) => s.batch.MakeAsync(s.key, s.order, context, token),
                            options,
                            looked: null,
                            cancellationToken,
                            () => batch.Decide(order)).ConfigureAwait(false);
                        return new BulkResult<TKey, T>(key, true, value);
                    }
                    finally
                    {
                        batch.Decide(order);
                    }
                },
                e => new(key, false, default!, CacheMissReason.None, e),
                cancellationToken).ConfigureAwait(false);
        }
    }

    private BulkKeys<TKey> Several<TKey>(IReadOnlyCollection<TKey> keys, Func<TKey, EntryKey> entryOf, CacheEntryOptions? options)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Count > _options.MaxBulkKeys)
        {
            throw new ArgumentException($"A bulk call has at most {_options.MaxBulkKeys} keys (TieredCacheOptions.MaxBulkKeys); this one has {keys.Count}. Split it.", nameof(keys));
        }

        var bulk = new BulkKeys<TKey>(keys.Count);
        foreach (TKey key in keys)
        {
            EntryKey entry = entryOf(key);
            Check(entry);
            bulk.Add(key, options is null ? entry : entry with { Options = options });
        }

        return bulk;
    }

    /// <summary>What happens to one key concerns no other; only the caller's own leaving ends the call.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "It is told in the key's result.")]
    private static async ValueTask<TResult> Guarded<TResult>(Func<ValueTask<TResult>> run, Func<Exception, TResult> failed, CancellationToken cancellationToken)
    {
        try
        {
            return await run().ConfigureAwait(false);
        }
        catch (Exception e) when (!(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            return failed(e);
        }
    }
}
