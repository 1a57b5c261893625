using System.Diagnostics.CodeAnalysis;
using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <content>Making a value again before its life is over.</content>
internal sealed partial class TieredCache
{
    private static readonly TimeSpan ShortestRefreshPause = TimeSpan.FromSeconds(1);

    internal void RefreshIfDue<TState, T>(
        in EntryKey key, LocalEntry entry, TState state, Func<TState, CacheEntryContext, CancellationToken, ValueTask<T>> factory, CacheEntryOptions? options)
    {
        if (entry.Freshness is not { } freshness || freshness.RefreshAt == long.MaxValue || !freshness.TryClaimRefresh(_clock.Now))
        {
            return;
        }

        var flight = new Flight<T>(key, _log.Position, _localInvalidations.Count, isCurrent: true);
        var work = new FlightWork<TState, T>(key, flight, state, factory, options);

        // Flows this caller's ExecutionContext; this caller has its value and does not wait.
        ThreadPool.QueueUserWorkItem(static w => _ = w.Cache.RefreshAsync(w.Work, w.Entry), (Cache: this, Work: work, Entry: entry), preferLocal: true);
    }

    [SuppressMessage("Design", "CA1031", Justification = "Nobody waits for it: the value that is there goes on being served until its life is over.")]
    private async Task RefreshAsync<TState, T>(FlightWork<TState, T> work, LocalEntry entry)
    {
        RegionSettings region = entry.Region;
        string outcome = "failed";
        try
        {
            outcome = await TryRefreshAsync(work, entry).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Log.RefreshFailed(_logger, region.Name, e.GetType().Name);
        }

        if (outcome is "failed" or "elsewhere")
        {
            // Tried again before its life is over if there is time: after a twentieth of what is left, but not at once.
            long left = Math.Max(0, entry.EndsAt - _clock.Exact());
            entry.Freshness!.RefreshAt = _clock.Exact() + Math.Max((long)ShortestRefreshPause.TotalMilliseconds, left / 20);
        }

        _metrics.EagerRefresh(region.Name, outcome);
    }

    /// <summary>The shared tier first: another node may have refreshed it, or be about to. The flight across nodes is taken whatever the region says of misses.</summary>
    private async Task<string> TryRefreshAsync<TState, T>(FlightWork<TState, T> work, LocalEntry entry)
    {
        EntryKey key = work.Key;
        if (!await _log.EnsureCurrentAsync(CancellationToken.None).ConfigureAwait(false) || StaleOf<T>(key, entry, work.Flight.Mark) is not { } known)
        {
            return "failed";
        }

        bool shared = _shared is not null && key.Region.UseSharedTier;
        WriteTicket? ticket = null;
        DataKey dataKey = default;
        if (shared && await AnnounceAsync(key.Region, CancellationToken.None).ConfigureAwait(false) && _breaker.TryEnter())
        {
            dataKey = DataKey.Of(_options.Namespace, key);
            string token = RandomIdentity.Next().ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
            WriteTicket begun;
            try
            {
                begun = await _shared!.BeginAsync(dataKey, token, _options.FlightLease, CancellationToken.None).ConfigureAwait(false);
                _breaker.Succeeded();
            }
            catch (CoordinationException e)
            {
                SharedTierFailed("begin", e);
                return "failed";
            }

            if (!begun.Acquired)
            {
                return "elsewhere";
            }

            if (begun.SeenVersion != 0 && begun.SeenVersion != entry.WriteVersion)
            {
                SharedLookup<T> lookup = await ReadSharedAsync<T>(key, CancellationToken.None).ConfigureAwait(false);
                if (lookup.Hit)
                {
                    await EndFlightAsync(dataKey, token).ConfigureAwait(false);
                    return "found";
                }
            }

            ticket = begun;
        }

        work.Flight.Stale = known;
        if (!_flights.TryAdd(work.Flight))
        {
            // A miss was quicker and makes it.
            if (ticket is { Token: { } taken })
            {
                await EndFlightAsync(dataKey, taken).ConfigureAwait(false);
            }

            return "elsewhere";
        }

        try
        {
            FlightResult<T> result = await MakeAsync(work, ticket, shared).ConfigureAwait(false);
            _flights.Remove(work.Flight);
            work.Flight.Complete(result);
            return result.Tier == CacheTier.None ? "made" : "failed";
        }
        catch (Exception e)
        {
            _flights.Remove(work.Flight);
            work.Flight.Fail(e);
            throw;
        }
    }
}
