using System.Runtime.CompilerServices;
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
            using SharedRead peek = await _shared!.PeekAsync(DataKey.Of(_options.Namespace, key), cancellationToken).ConfigureAwait(false);
            _breaker.Succeeded();
            _metrics.SharedLatency("peek", _timeProvider.GetElapsedTime(began));
            TimeSpan left = (peek.Remaining ?? TimeSpan.Zero) - TimeSpan.FromMilliseconds(entry.StaleFor);
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
            if (entry.IsSampled)
            {
                TellHit(entry);
            }

            return held;
        }
        catch (CoordinationException e)
        {
            SharedTierFailed("peek", e);
            return null;
        }
    }

    /// <summary>What the shared tier has for a key that this process cannot answer: its word that the copy held here is still the value, or the value.</summary>
    private ValueTask<SharedLookup<T>> FindSharedAsync<T>(in EntryKey key, CancellationToken cancellationToken) =>
        !key.Skips(CallFlags.SkipLocalRead) && _local.Peek(key) is { } held && held.LocalExpiresAt <= _clock.Now
            ? ConfirmOrLookAsync<T>(key, held, cancellationToken)
            : LookTogetherAsync<T>(key, cancellationToken);

    private async ValueTask<SharedLookup<T>> ConfirmOrLookAsync<T>(EntryKey key, LocalEntry held, CancellationToken cancellationToken) =>
        await TryConfirmAsync<T>(key, held, cancellationToken).ConfigureAwait(false) is { } confirmed
            ? new SharedLookup<T>(true, CacheMissReason.None, confirmed.Result, 0)
            : await LookTogetherAsync<T>(key, cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Look-ups of one key share one read. Whoever comes while it runs takes its value only if that is valid at the end, as for a value of its own; a miss is not shared, since the value may have
    /// been set after the read began.
    /// </summary>
    [AsyncMethodBuilder(typeof(SharedPoolMethodBuilder<>))]
    private async ValueTask<SharedLookup<T>> LookTogetherAsync<T>(EntryKey key, CancellationToken cancellationToken)
    {
        SharedLookup<T> inline = await TakeInlineAsync<T>(key, cancellationToken).ConfigureAwait(false);
        if (inline.Hit)
        {
            return inline;
        }

        if (_looks.Find<T>(key) is { } running && running.Join() is { } result)
        {
            SharedLookup<T> shared = await result.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (shared.Hit)
            {
                var subject = new Subject(key, shared.Result.Tags, shared.Result.Stamp);
                if (await JudgeSurelyAsync(subject, cancellationToken).ConfigureAwait(false) == CacheMissReason.None && !_localInvalidations.Concern(subject, running.Mark))
                {
                    _metrics.LookShared(key.Region.Name);
                    return shared;
                }
            }
        }

        ValueTask<SharedLookup<T>> look = LookForAllAsync<T>(key);

        // A caller who leaves does not take it from the others.
        return cancellationToken.CanBeCanceled && !look.IsCompleted
            ? await look.AsTask().WaitAsync(cancellationToken).ConfigureAwait(false)
            : await look.ConfigureAwait(false);
    }

    /// <summary>Reads, and shares what it finds with those who ask meanwhile.</summary>
    [AsyncMethodBuilder(typeof(SharedPoolMethodBuilder<>))]
    private async ValueTask<SharedLookup<T>> LookForAllAsync<T>(EntryKey key)
    {
        var look = new SharedLook<T>(key, _localInvalidations.Count);
        _looks.Offer(key, look);
        SharedLookup<T> result = SharedLookup<T>.Miss(CacheMissReason.SharedTierError, 0);
        try
        {
            result = await ReadSharedAsync<T>(key, CancellationToken.None).ConfigureAwait(false);
            return result;
        }
        finally
        {
            _looks.Remove(key, look);
            look.Complete(result);
        }
    }
}
