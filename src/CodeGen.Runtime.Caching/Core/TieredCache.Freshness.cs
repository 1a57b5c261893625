using System.Diagnostics.CodeAnalysis;
using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <content>How long values live, and what is done with those whose life is over.</content>
internal sealed partial class TieredCache
{
    /// <summary>What the factory says goes before what a negative answer gets, that before what the call wants, and that before what the region wants.</summary>
    private EntryLife LifeOf(RegionSettings region, CacheEntryOptions? options, bool negative, CacheEntryContext? context = null)
    {
        TimeSpan life = Life(context?.TimeToLive ?? (negative ? region.NegativeTimeToLive : null) ?? options?.TimeToLive ?? region.TimeToLive);
        if (region.Jitter > 0)
        {
            life *= 1 - (region.Jitter * Random.Shared.NextDouble());
        }

        TimeSpan window = context?.SlidingExpiration ?? options?.SlidingExpiration ?? region.SlidingExpiration ?? TimeSpan.Zero;
        if (window < TimeSpan.Zero || (window == TimeSpan.Zero && options?.SlidingExpiration is not null))
        {
            throw new ArgumentOutOfRangeException(nameof(options), window, "CacheEntryOptions.SlidingExpiration must be more than zero.");
        }

        // A log that remembers MaxEntryLifetime back has to know of every invalidation that concerns the value for as long as it is kept.
        TimeSpan room = _options.MaxEntryLifetime - life;
        TimeSpan staleFor = negative ? TimeSpan.Zero : region.StaleFor < room ? region.StaleFor : room;
        return new EntryLife(Whole(life), Whole(staleFor), Whole(window));
    }

    private LocalFreshness? FreshnessOf<T>(RegionSettings region, in NewEntry<T> fresh, long now, long remaining)
    {
        long window = (long)fresh.Life.Window.TotalMilliseconds;
        bool eager = region.EagerRefresh is not null && window == 0 && remaining > 0;
        bool ownLocalLife = fresh.LocalLife != region.LocalTimeToLive;
        if (window == 0 && !eager && !ownLocalLife && fresh.Life.StaleFor == TimeSpan.Zero && fresh.ETag is null && fresh.Certain)
        {
            return null;
        }

        long life = (long)fresh.Life.Life.TotalMilliseconds;
        return new LocalFreshness
        {
            ETag = fresh.ETag,
            Window = window,
            StaleFor = (long)fresh.Life.StaleFor.TotalMilliseconds,
            ServerEndsAt = fresh.ServerEndsAt,
            GraceUntil = fresh.Certain ? 0 : now + (long)_options.DisconnectedGrace.TotalMilliseconds,
            LocalLife = ownLocalLife ? LocalMilliseconds(fresh.LocalLife) : 0,

            // What lives by being used is prolonged while less than a window is left: for whoever has just made it, a quarter of one from now.
            TouchAt = window == 0 || fresh.WriteVersion == 0 ? long.MaxValue : now + Math.Max(0, Math.Min(remaining, (long)EntryLife.Prolonged(fresh.Life.Window).TotalMilliseconds) - window),
            RefreshAt = eager ? now + Math.Max(0, (long)(region.EagerRefresh!.Value * life) - (life - remaining)) : long.MaxValue,
        };
    }

    private static long LocalMilliseconds(TimeSpan localLife) => Math.Max(1, (long)localLife.TotalMilliseconds);

    private static TimeSpan Whole(TimeSpan span) => span <= TimeSpan.Zero ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Max(1, Math.Floor(span.TotalMilliseconds)));

    /// <summary>What time says about an entry once it has anything to say; notes the use of one that lives by being used.</summary>
    private CacheMissReason JudgeTime(LocalEntry entry, long now, bool use)
    {
        if (entry.EndsAt <= now)
        {
            if (entry.Freshness is not { } freshness || freshness.ServedStaleUntil <= now || entry.KeptUntil <= now)
            {
                return CacheMissReason.Expired;
            }

            if (use)
            {
                _metrics.ServedAfterLife(entry.Region.Name, "retry_pause");
            }
        }
        else if (entry.LocalExpiresAt <= now)
        {
            return CacheMissReason.Expired;
        }
        else if (use && entry.Freshness is { Window: > 0 } living)
        {
            living.LastUsed = now;
            if (living.TryClaimTouch(now))
            {
                _ = TouchAsync(entry, living);
            }
        }

        return CacheMissReason.None;
    }

    /// <summary>An entry that is over in memory may still be wanted: as a value from before, or, when only this process has to ask again, as what is compared.</summary>
    private bool IsKept(LocalEntry entry, CacheMissReason reason) => reason == CacheMissReason.Expired && entry.KeptUntil > _clock.Now;

    private StaleValue<T>? StaleOf<T>(in EntryKey key, LocalEntry? entry, long mark)
    {
        if (entry is null || entry.Region.Version != key.Region.Version || entry.KeptUntil <= _clock.Exact() || _validity.Judge(entry.Subject) != CacheMissReason.None)
        {
            return null;
        }

        return entry.Value is T typed ? new StaleValue<T>(entry, typed, mark)
            : entry.Value is null && default(T) is null ? new StaleValue<T>(entry, default!, mark)
            : null;
    }

    /// <summary>Whether a value from before may still be given: it is kept, nothing invalidated it, and a node that is cut off is allowed to.</summary>
    private async ValueTask<bool> MayServeAfterLifeAsync<T>(StaleValue<T> stale)
    {
        // Asked now: the log may have gone out of reach since the factory began.
        LocalEntry entry = stale.Entry;
        bool current = await _log.EnsureCurrentAsync(CancellationToken.None).ConfigureAwait(false);
        long now = _clock.Exact();
        return entry.KeptUntil > now
            && (current || MayServeStale(entry.Region, now))
            && await IsStillValidAsync(stale).ConfigureAwait(false);
    }

    private async ValueTask<bool> IsStillValidAsync<T>(StaleValue<T> stale) =>
        stale.Entry.CheckedTo >= _validity.Horizon.LocalFloor
        && await JudgeSurelyAsync(stale.Entry.Subject, CancellationToken.None).ConfigureAwait(false) == CacheMissReason.None
        && !_localInvalidations.Concern(stale.Entry.Subject, stale.Mark);

    /// <summary>The factory failed: its callers get the value from before if they may have it, and for a while nobody asks the factory again.</summary>
    private async ValueTask<bool> FallBackAsync<T>(StaleValue<T>? stale, Exception failure)
    {
        if (stale is null || !stale.Entry.Region.ServeStaleOnError || !await MayServeAfterLifeAsync(stale).ConfigureAwait(false))
        {
            return false;
        }

        RegionSettings region = stale.Entry.Region;
        if (stale.Entry.Freshness is { } freshness)
        {
            freshness.ServedStaleUntil = _clock.Exact() + (long)region.StaleRetryAfter.TotalMilliseconds;
        }

        _metrics.ServedAfterLife(region.Name, "error");
        Log.ServedStale(_logger, region.Name, failure.GetType().Name, region.StaleRetryAfter);
        return true;
    }

    [SuppressMessage("Design", "CA1031", Justification = "Nobody waits for it; the callers wait for the factory as if there were no soft time-out.")]
    private async Task AnswerSoonAsync<T>(Flight<T> flight, StaleValue<T> stale)
    {
        try
        {
            if (!flight.Task.IsCompleted && await MayServeAfterLifeAsync(stale).ConfigureAwait(false))
            {
                _metrics.ServedAfterLife(stale.Entry.Region.Name, "soft_timeout");
                flight.Answer(stale);
            }
        }
        catch (Exception e)
        {
            Log.RefreshFailed(_logger, stale.Entry.Region.Name, e.GetType().Name);
        }
    }

    /// <summary>Waits for a flight as long as the region lets a caller wait.</summary>
    private ValueTask<(bool Came, FlightResult<T> Result)> AwaitFlightAsync<T>(Flight<T> flight, RegionSettings region, CancellationToken cancellationToken) =>
        flight.TryGetResult(out FlightResult<T> result) ? new((true, result)) : WaitForFlightAsync(flight, region, cancellationToken);

    private async ValueTask<(bool Came, FlightResult<T> Result)> WaitForFlightAsync<T>(Flight<T> flight, RegionSettings region, CancellationToken cancellationToken)
    {
        if (region.HardTimeout is not { } atMost)
        {
            return (true, await flight.Task.WaitAsync(cancellationToken).ConfigureAwait(false));
        }

        try
        {
            return (true, await flight.Task.WaitAsync(atMost, _timeProvider, cancellationToken).ConfigureAwait(false));
        }
        catch (TimeoutException)
        {
            if (flight.Task.IsCompleted)
            {
                // It came in the same moment, or the time-out is the factory's own failure.
                return (true, await flight.Task.ConfigureAwait(false));
            }

            // This caller does not leave the flight: the factory goes on and what it makes is stored.
            if (flight.Stale is { } stale && await MayServeAfterLifeAsync(stale).ConfigureAwait(false))
            {
                _metrics.ServedAfterLife(region.Name, "hard_timeout");
                return (false, stale.Result);
            }

            _metrics.CallerTimedOut(region.Name);
            throw new CacheFactoryTimeoutException(
                $"The factory of a key in region '{region.Name}' did not finish within the HardTimeout of {atMost}. It goes on, and its value is stored when it comes. "
                + "Raise RegionOptions.HardTimeout if callers may wait longer, or keep values with StaleFor to have something to serve.");
        }
    }

    /// <summary>Prolongs the copy in the shared tier of an entry in use, and learns from it how long other users have prolonged it.</summary>
    private async Task TouchAsync(LocalEntry entry, LocalFreshness living)
    {
        RegionSettings region = entry.Region;
        if (_shared is null || !region.UseSharedTier || entry.WriteVersion == 0)
        {
            return;
        }

        if (!_breaker.TryEnter())
        {
            living.TouchAt = _clock.Exact() + (living.Window / 4);
            return;
        }

        long asked = _clock.Exact();
        try
        {
            TimeSpan? left = await _shared.TouchAsync(
                DataKey.Of(_options.Namespace, entry.Member, region.Version),
                entry.WriteVersion,
                EntryLife.Prolonged(TimeSpan.FromMilliseconds(living.Window)),
                living.ServerEndsAt,
                TimeSpan.FromMilliseconds(living.StaleFor),
                CancellationToken.None).ConfigureAwait(false);
            _breaker.Succeeded();
            _metrics.Touched(region.Name);
            if (left is { } life)
            {
                long milliseconds = (long)life.TotalMilliseconds;
                entry.Prolong(asked + milliseconds);

                // Less than a window left right after prolonging: its absolute life is nearly over, and nothing will prolong it.
                living.TouchAt = milliseconds > living.Window ? asked + milliseconds - living.Window : long.MaxValue;
            }
        }
        catch (CoordinationException e)
        {
            SharedTierFailed("touch", e);
            living.TouchAt = asked + (living.Window / 4);
        }
    }
}
