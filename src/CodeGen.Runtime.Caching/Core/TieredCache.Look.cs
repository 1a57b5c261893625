using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <content>What a miss does before it pays: the shared tier, a Set on its way, a flight on another node.</content>
internal sealed partial class TieredCache
{
    /// <summary>Looks into the shared tier, unless the caller has just done so, waits for whoever is making the value elsewhere, and otherwise comes back with the ticket to make it here.</summary>
    private async ValueTask<SharedOutcome<T>> LookSharedAsync<T>(EntryKey key, SharedLookup<T>? looked, Action? waits, CancellationToken cancellationToken)
    {
        RegionSettings region = key.Region;
        bool across = region.FliesAcrossNodes;

        // An expensive value should not be born dead: the log's position is fetched beside the read.
        Task<bool> refreshed = across ? _log.RefreshAsync(cancellationToken) : Task.FromResult(true);
        SharedLookup<T> lookup = looked ?? await TakeInlineAsync<T>(key, cancellationToken).ConfigureAwait(false);
        if (!lookup.Hit)
        {
            lookup = looked ?? await ReadSharedAsync<T>(key, cancellationToken).ConfigureAwait(false);
            if (!lookup.Hit)
            {
                lookup = await WaitForSetAsync(key, lookup, cancellationToken).ConfigureAwait(false);
            }
        }

        await refreshed.ConfigureAwait(false);
        if (lookup.Hit)
        {
            return new(lookup.Result, null, CacheMissReason.None, null);
        }

        if (lookup.Reason == CacheMissReason.SharedTierError || !await AnnounceAsync(region, cancellationToken).ConfigureAwait(false))
        {
            return new(null, null, lookup.Reason, lookup.Stale);
        }

        DataKey dataKey = DataKey.Of(_options.Namespace, key);
        string? token = across ? RandomIdentity.Next().ToString("x16", System.Globalization.CultureInfo.InvariantCulture) : null;
        TimeSpan pause = TimeSpan.FromMilliseconds(50);
        long deadline = _clock.Exact() + (long)region.FactoryTimeout.TotalMilliseconds;
        while (true)
        {
            WriteTicket ticket;
            try
            {
                ticket = await _shared!.BeginAsync(dataKey, token, _options.FlightLease, cancellationToken).ConfigureAwait(false);
            }
            catch (CoordinationException e)
            {
                SharedTierFailed("begin", e);
                return new(null, null, lookup.Reason, lookup.Stale);
            }

            if (ticket.Acquired && ticket.SeenVersion == lookup.SeenVersion)
            {
                return new(null, ticket, lookup.Reason, lookup.Stale);
            }

            if (!ticket.Acquired)
            {
                if (_clock.Exact() >= deadline)
                {
                    // Longer than any factory may take: not waiting is cheaper than waiting for ever. The write is fenced by the version all the same.
                    return new(null, ticket with { Token = null }, lookup.Reason, lookup.Stale);
                }

                _metrics.WaitedAcrossNodes(region.Name);
                waits?.Invoke();
                try
                {
                    await _shared.WaitForFlightAsync(dataKey, pause, cancellationToken).ConfigureAwait(false);
                }
                catch (CoordinationException e)
                {
                    SharedTierFailed("wait", e);
                    return new(null, null, lookup.Reason, lookup.Stale);
                }

                pause = TimeSpan.FromMilliseconds(Math.Min(2 * pause.TotalMilliseconds, 1_000));
            }

            // Something was written since the look, or the other node has ended: look again before paying.
            lookup = await ReadSharedAsync<T>(key, cancellationToken).ConfigureAwait(false);
            if (lookup.Hit)
            {
                if (ticket is { Acquired: true, Token: { } taken })
                {
                    await EndFlightAsync(dataKey, taken).ConfigureAwait(false);
                }

                return new(lookup.Result, null, CacheMissReason.None, null);
            }

            if (ticket.Acquired)
            {
                // What is there now is no use, but it is what the write will be compared with.
                return new(null, ticket, lookup.Reason, lookup.Stale);
            }
        }
    }

    /// <summary>A Set was announced but its value is not there yet: it travels inside the record, or it is waited for briefly.</summary>
    private async ValueTask<SharedLookup<T>> WaitForSetAsync<T>(EntryKey key, SharedLookup<T> lookup, CancellationToken cancellationToken)
    {
        if (_validity.Keys.Find(key) is not { IsSet: true } record)
        {
            return lookup;
        }

        double pause = 1;
        while (_clock.Exact() - record.HeardAt < (long)_options.SetWait.TotalMilliseconds)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(pause), _timeProvider, cancellationToken).ConfigureAwait(false);
            pause *= 2;
            lookup = await ReadSharedAsync<T>(key, cancellationToken).ConfigureAwait(false);
            if (lookup.Hit || lookup.Reason == CacheMissReason.SharedTierError)
            {
                break;
            }
        }

        return lookup;
    }

    /// <summary>A small value that travelled inside the record of its Set is here already: nothing has to be read.</summary>
    private async ValueTask<SharedLookup<T>> TakeInlineAsync<T>(EntryKey key, CancellationToken cancellationToken)
    {
        long mark = _localInvalidations.Count;
        if (_validity.Keys.Find(key) is { IsSet: true } record && record.Inline is { IsEmpty: false } inline)
        {
            TimeSpan sinceHeard = TimeSpan.FromMilliseconds(Math.Max(0, _clock.Exact() - record.HeardAt));
            TimeSpan remaining = _options.MaxEntryLifetime - sinceHeard;
            if (EntryFrame.TryRead(inline, _codecs, _options.MaxPayloadBytes, out DecodedFrame decoded) == FrameReadResult.Ok)
            {
                remaining = decoded.Header.TimeToLive + decoded.Header.StaleFor - sinceHeard;
                decoded.Dispose();
            }

            if (remaining > TimeSpan.Zero)
            {
                LogPosition stamp = new(record.Epoch, record.Sequence);
                return await TakeFrameAsync<T>(key, new SharedRead(inline, remaining), stamp, mark, cancellationToken).ConfigureAwait(false);
            }
        }

        return SharedLookup<T>.Miss(CacheMissReason.Cold, 0);
    }
}
