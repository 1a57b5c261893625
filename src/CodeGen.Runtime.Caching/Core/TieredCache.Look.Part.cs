namespace CodeGen.Runtime.Caching;

/// <content>What a miss does before it pays when the call leaves a direction of the shared tier out.</content>
internal sealed partial class TieredCache
{
    /// <summary>
    /// Reads without taking a ticket, takes a ticket without reading, or neither. A ticket that was taken without a look has no flight across nodes: the call said that it does not want
    /// what others have made. Its write is fenced by the version that the ticket saw, as any other.
    /// </summary>
    private async ValueTask<SharedOutcome<T>> LookInPartAsync<T>(
        EntryKey key, CacheMissReason reason, CancellationToken cancellationToken)
    {
        if (!key.Skips(CallFlags.SkipSharedRead))
        {
            SharedLookup<T> lookup = await ReadSharedAsync<T>(key, cancellationToken).ConfigureAwait(false);
            if (!lookup.Hit)
            {
                lookup = await WaitForSetAsync(key, lookup, cancellationToken).ConfigureAwait(false);
            }

            return lookup.Hit ? new(lookup.Result, null, CacheMissReason.None, null) : new(null, null, lookup.Reason, lookup.Stale);
        }

        if (key.Skips(CallFlags.SkipSharedWrite) || !await AnnounceAsync(key.Region, cancellationToken).ConfigureAwait(false))
        {
            return new(null, null, reason, null);
        }

        return new(null, await BeginSetAsync(DataKey.Of(_options.Namespace, key), cancellationToken).ConfigureAwait(false), reason, null);
    }
}
