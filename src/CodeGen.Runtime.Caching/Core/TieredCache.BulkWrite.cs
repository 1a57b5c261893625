using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <content>Setting and removing several keys: up to 64 in one record of the log, their data at the same time.</content>
internal sealed partial class TieredCache
{
    public ValueTask<IReadOnlyList<BulkOutcome<string>>> SetManyAsync<T>(
        IReadOnlyCollection<KeyValuePair<string, T>> entries, CacheEntryOptions? options = null, CancellationToken cancellationToken = default) =>
        SetManyAsync(entries, Key, options, cancellationToken);

    public ValueTask<IReadOnlyList<BulkOutcome<string>>> RemoveManyAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default) =>
        RemoveManyAsync(keys, Key, cancellationToken);

    internal async ValueTask<IReadOnlyList<BulkOutcome<TKey>>> SetManyAsync<TKey, T>(
        IReadOnlyCollection<KeyValuePair<TKey, T>> entries, Func<TKey, EntryKey> entryOf, CacheEntryOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entries);
        BulkKeys<TKey> bulk = Several([.. entries.Select(static e => e.Key)], entryOf, options);
        var values = new T[bulk.Distinct.Count];
        int asked = 0;
        foreach ((_, T value) in entries)
        {
            values[bulk.Asked[asked++]] = value;
        }

        var outcomes = new BulkOutcome<TKey>[values.Length];
        foreach (int[] chunk in Enumerable.Range(0, values.Length).Chunk(LogRecord.MaxMembers))
        {
            await SetChunkAsync(chunk).ConfigureAwait(false);
        }

        return bulk.InOrder(outcomes);

        async Task SetChunkAsync(int[] chunk)
        {
            var sets = new List<(int Index, PendingSet<T> Set)>();
            try
            {
                foreach (int index in chunk)
                {
                    (TKey key, EntryKey entry) = bulk.Distinct[index];
                    PendingSet<T>? set = await Guarded<PendingSet<T>?>(
                        async () => await PrepareSetAsync(TermsOf(entry, options, negative: values[index] is null), values[index], cancellationToken).ConfigureAwait(false),
                        e =>
                        {
                            outcomes[index] = new BulkOutcome<TKey>(key, e);
                            return null;
                        },
                        cancellationToken).ConfigureAwait(false);
                    if (set is not null)
                    {
                        sets.Add((index, set));
                    }
                }

                if (sets.Count == 0)
                {
                    return;
                }

                await Task.WhenAll(sets.Select(s => TakeTicketAsync(s.Set, cancellationToken).AsTask())).ConfigureAwait(false);
                byte operation = sets[0].Set.Terms.Key.Skips(CallFlags.SkipSharedWrite) ? LogOperation.Remove : LogOperation.Set;
                await AppendChunkAsync([.. sets.Select(static s => s.Set.Terms.Key.Member)], operation, [.. sets.Select(static s => s.Index)], bulk, outcomes, position =>
                    Task.WhenAll(sets.Select(s =>
                    {
                        s.Set.Position = position;
                        return StoreSetAsync(s.Set, cancellationToken).AsTask();
                    })), cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                sets.ForEach(static s => s.Set.Dispose());
            }
        }
    }

    internal async ValueTask<IReadOnlyList<BulkOutcome<TKey>>> RemoveManyAsync<TKey>(
        IReadOnlyCollection<TKey> keys, Func<TKey, EntryKey> entryOf, CancellationToken cancellationToken)
    {
        BulkKeys<TKey> bulk = Several(keys, entryOf, null);
        var outcomes = new BulkOutcome<TKey>[bulk.Distinct.Count];
        foreach (int[] chunk in Enumerable.Range(0, outcomes.Length).Chunk(LogRecord.MaxMembers))
        {
            EntryKey[] named = [.. chunk.Select(i => bulk.Distinct[i].Entry.Named())];
            await AppendChunkAsync([.. named.Select(static e => e.Member)], LogOperation.Remove, chunk, bulk, outcomes, position =>
            {
                _metrics.Invalidated("key");
                return Task.WhenAll(named.Select(e => RemoveDataAsync(e, position, cancellationToken)));
            }, cancellationToken).ConfigureAwait(false);
        }

        return bulk.InOrder(outcomes);
    }

    /// <summary>One record; its keys succeed or fail together, and the next chunk is tried in either case.</summary>
    private async Task AppendChunkAsync<TKey>(
        string[] members, byte operation, int[] chunk, BulkKeys<TKey> bulk, BulkOutcome<TKey>[] outcomes, Func<LogPosition, Task> then, CancellationToken cancellationToken)
    {
        Exception? failure = await Guarded<Exception?>(
            async () =>
            {
                LogPosition position = await _log.AppendAsync(new LogRecord(members, operation), cancellationToken).ConfigureAwait(false);
                await then(position).ConfigureAwait(false);
                return null;
            },
            static e => e,
            cancellationToken).ConfigureAwait(false);
        foreach (int index in chunk)
        {
            outcomes[index] = new BulkOutcome<TKey>(bulk.Distinct[index].Key, failure);
        }
    }
}
