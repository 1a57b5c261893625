using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <content>Asking the shared tier for less than the value, and once for many.</content>
internal sealed partial class TieredCache
{
    /// <summary>
    /// This process has to ask again, but what it has may still be the value: the write version and the stamp of the frame, 28 bytes with what is left of its life, tell. Judged again
    /// like any value from the shared tier.
    /// </summary>
    private async ValueTask<StaleValue<T>?> TryConfirmAsync<T>(EntryKey key, LocalEntry? entry, CancellationToken cancellationToken)
    {
        long mark = _localInvalidations.Count;
        if (entry is null || entry.WriteVersion == 0 || entry.EndsAt <= _clock.Exact() || StaleOf<T>(key, entry, mark) is not { } held || !_breaker.TryEnter())
        {
            return null;
        }

        RegionSettings region = key.Region;
        long began = _timeProvider.GetTimestamp();
        long asked = _clock.Exact();
        try
        {
            using SharedRead peek = await _shared!.PeekAsync(DataKey.Of(_options.Namespace, key.Member, region.Version), cancellationToken).ConfigureAwait(false);
            _breaker.Succeeded();
            _metrics.SharedLatency("peek", _timeProvider.GetElapsedTime(began));
            TimeSpan left = peek.Remaining - TimeSpan.FromMilliseconds(entry.StaleFor);
            bool same = EntryFrame.TryReadPrefix(peek.Frame.Span, out ulong version, out LogPosition stamp, out _)
                && version == entry.WriteVersion
                && stamp == entry.Stamp
                && left > TimeSpan.Zero;
            _metrics.Confirmed(region.Name, same);
            if (!same || !await IsStillValidAsync(held).ConfigureAwait(false))
            {
                return null;
            }

            if (entry.Window > 0)
            {
                entry.Prolong(asked + (long)left.TotalMilliseconds);
            }

            entry.Confirm(_clock.Exact(), entry.Freshness is { LocalLife: > 0 } own ? own.LocalLife : LocalMilliseconds(region.LocalTimeToLive));
            _metrics.Hit(region.Name, CacheTier.Local, entry.Cost);
            return held;
        }
        catch (CoordinationException e)
        {
            SharedTierFailed("peek", e);
            return null;
        }
    }

    /// <summary>
    /// Look-ups of one key share one read. Whoever comes while it runs takes its value only if that is valid at the end, as for a value of its own; a miss is not shared, since the value may have
    /// been set after the read began.
    /// </summary>
    private async ValueTask<SharedLookup<T>> LookTogetherAsync<T>(EntryKey key, CancellationToken cancellationToken)
    {
        string[] scopes = key.Scopes();
        SharedLookup<T> inline = await TakeInlineAsync<T>(key, scopes, cancellationToken).ConfigureAwait(false);
        if (inline.Hit)
        {
            return inline;
        }

        if (_looks.Find<T>(key) is { } running)
        {
            SharedLookup<T> shared = await running.Result.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (shared.Hit)
            {
                var subject = new Subject { Member = key.Member, KeyText = key.Text, Scopes = scopes, Tags = shared.Result.Tags, Stamp = shared.Result.Stamp };
                if (await JudgeSurelyAsync(subject, cancellationToken).ConfigureAwait(false) == CacheMissReason.None && !_localInvalidations.Concern(subject, running.Mark))
                {
                    _metrics.LookShared(key.Region.Name);
                    return shared;
                }
            }
        }

        // Goes on without this caller, for the others.
        long mark = _localInvalidations.Count;
        Task<SharedLookup<T>> read = ReadSharedAsync<T>(key, scopes, CancellationToken.None).AsTask();
        if (read.IsCompleted)
        {
            return await read.ConfigureAwait(false);
        }

        var look = new SharedLook<T>(mark, read);
        _looks.Offer(key, look);
        _ = read.ContinueWith(
            (_, state) => ((SharedLooks)state!).Remove(key, look), _looks, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return await read.WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
