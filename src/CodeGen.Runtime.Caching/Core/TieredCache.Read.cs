using System.Diagnostics.CodeAnalysis;
using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <content>Reading.</content>
internal sealed partial class TieredCache
{
    public ValueTask<CacheResult<T>> TryGetAsync<T>(string key, CancellationToken cancellationToken = default) =>
        TryHitLocal(_defaultRegion, key, out T value, out CacheMissReason reason, out _)
            ? new(CacheResult<T>.Hit(value, CacheTier.Local))
            : MissAsync<T>(Key(key), reason, cancellationToken);

    internal ValueTask<CacheResult<T>> TryGetAsync<T>(EntryKey key, CancellationToken cancellationToken) =>
        TryHitLocal(key, out T value, out CacheMissReason reason)
            ? new(CacheResult<T>.Hit(value, CacheTier.Local))
            : MissAsync<T>(key, reason, cancellationToken);

    /// <summary>What a look-up does that was no hit.</summary>
    internal ValueTask<CacheResult<T>> MissAsync<T>(EntryKey key, CacheMissReason reason, CancellationToken cancellationToken)
    {
        Check(key);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<CacheResult<T>>(cancellationToken);
        }

        KeyScopes.CheckFits(key.Text, key.Region.Template);
        if (_log.HasLease && reason != CacheMissReason.NoLease && !MayHaveShared(key))
        {
            Missed(key, reason);
            return new(CacheResult<T>.Miss(reason));
        }

        return LookAsync<T>(key, reason, cancellationToken);
    }

    private async ValueTask<CacheResult<T>> LookAsync<T>(EntryKey key, CacheMissReason reason, CancellationToken cancellationToken)
    {
        bool current = await _log.EnsureCurrentAsync(cancellationToken).ConfigureAwait(false);
        if ((!current || reason == CacheMissReason.NoLease) && TryServeUncertain(key, current, out T value, ref reason))
        {
            return CacheResult<T>.Hit(value, CacheTier.Local);
        }

        if (current && MayHaveShared(key))
        {
            SharedLookup<T> lookup = await FindSharedAsync<T>(key, cancellationToken).ConfigureAwait(false);
            if (lookup.Hit)
            {
                return CacheResult<T>.Hit(lookup.Result.Value, lookup.Result.Tier);
            }

            reason = lookup.Reason;
        }

        Missed(key, reason);
        return CacheResult<T>.Miss(reason);
    }

    private bool MayHaveShared(in EntryKey key) => _shared is not null && key.Region.UseSharedTier && !key.Skips(CallFlags.SkipSharedRead);

    private bool TryHitLocal<T>(in EntryKey key, out T value, out CacheMissReason reason) => TryHitLocal(key, out value, out reason, out _);

    private bool TryHitLocal<T>(in EntryKey key, out T value, out CacheMissReason reason, [NotNullWhen(true)] out LocalEntry? entry)
    {
        if (!key.Skips(CallFlags.SkipLocalRead))
        {
            return TryHitLocal(key.Region, key.Text, out value, out reason, out entry);
        }

        (value, reason, entry) = (default!, CacheMissReason.Cold, null);
        return false;
    }

    /// <summary>The way of every hit: no lock, no interlocked operation, no clock, no allocation.</summary>
    internal bool TryHitLocal<T>(RegionSettings region, ReadOnlySpan<char> text, out T value, out CacheMissReason reason, [NotNullWhen(true)] out LocalEntry? entry)
    {
        value = default!;
        if (!_local.TryGet(region, text, out entry))
        {
            reason = CacheMissReason.Cold;
            return false;
        }

        if (!_log.HasLease)
        {
            reason = CacheMissReason.NoLease;
            return false;
        }

        reason = JudgeLocal(entry, use: true);
        if (reason != CacheMissReason.None)
        {
            if (!IsKept(entry, reason))
            {
                _local.Remove(entry);
                if (entry.IsSampled && reason == CacheMissReason.Expired)
                {
                    NoteHeld(entry);
                }
            }

            return false;
        }

        return TryTake(region, entry, out value, ref reason);
    }

    /// <summary>With the lease renewed a moment ago as usual; without one by the region's rule for being cut off.</summary>
    private bool TryServeUncertain<T>(in EntryKey key, bool current, out T value, ref CacheMissReason reason)
    {
        value = default!;
        if (current)
        {
            return TryHitLocal(key, out value, out reason);
        }

        RegionSettings region = key.Region;
        if (region.WhenDisconnected == WhenDisconnected.Fail)
        {
            throw new CacheUnavailableException(
                $"The invalidation log cannot be reached, and region '{region.Name}' is set to fail then. Restore the connection, or set WhenDisconnected to ServeStale or Recompute.");
        }

        if (key.Skips(CallFlags.SkipLocalRead) || !_local.TryGet(key, out LocalEntry? entry))
        {
            return false;
        }

        long now = _clock.Exact();
        bool mayServe = entry.GraceUntil > now || MayServeStale(region, now);
        if (!mayServe || entry.EndsAt <= now || entry.CheckedTo < _validity.Horizon.LocalFloor || _validity.Judge(entry.Subject) != CacheMissReason.None)
        {
            return false;
        }

        if (!TryTake(region, entry, out value, ref reason))
        {
            return false;
        }

        _metrics.ServedStale(region.Name);
        return true;
    }

    private bool MayServeStale(RegionSettings region, long now) =>
        region.WhenDisconnected == WhenDisconnected.ServeStale && now - Math.Max(0, _log.LeaseUntil) <= (long)_options.MaxStaleOnDisconnect.TotalMilliseconds;

    private bool TryTake<T>(RegionSettings region, LocalEntry entry, out T value, ref CacheMissReason reason)
    {
        value = default!;
        if (entry.Region.Version != region.Version)
        {
            reason = CacheMissReason.Version;
            return false;
        }

        if (entry.Value is T typed)
        {
            value = typed;
        }
        else if (entry.Value is not null || default(T) is not null)
        {
            reason = CacheMissReason.Type;
            return false;
        }

        _metrics.Hit(region.Name, CacheTier.Local, entry.Cost);
        if (entry.IsSampled)
        {
            TellHit(entry);
        }

        return true;
    }

    private CacheMissReason JudgeLocal(LocalEntry entry, bool use)
    {
        long now = _clock.Now;
        if (now >= entry.NextEventAt && JudgeTime(entry, now, use) is var verdict and not CacheMissReason.None)
        {
            return verdict;
        }

        long generation = _validity.Generations.Read(entry.Stripe);
        if (entry.ValidatedAt == generation)
        {
            return CacheMissReason.None;
        }

        long position = _log.Position.Sequence;
        if (entry.CheckedTo < _validity.Horizon.LocalFloor)
        {
            return CacheMissReason.Floor;
        }

        CacheMissReason reason = _validity.JudgeScopes(entry.Subject);
        if (reason == CacheMissReason.None)
        {
            // The generation that was read before the walk, not the one that may stand there now.
            entry.MarkValidated(generation, position);
        }

        return reason;
    }

    /// <summary>As <see cref="ValidityTable.Judge"/>, but where this node's memory of single keys does not reach back to the stamp, the log is asked.</summary>
    private ValueTask<CacheMissReason> JudgeSurelyAsync(in Subject subject, CancellationToken cancellationToken)
    {
        CacheMissReason reason = _validity.Judge(subject);
        return reason != CacheMissReason.None || subject.Stamp.Sequence >= _validity.Keys.Floor ? new(reason) : AskLogAsync(subject, cancellationToken);
    }

    private async ValueTask<CacheMissReason> AskLogAsync(Subject subject, CancellationToken cancellationToken)
    {
        try
        {
            LogPosition last = await _server.GetLastAsync(subject.Key.Member, cancellationToken).ConfigureAwait(false);
            if (last.Epoch != _validity.Horizon.Epoch)
            {
                // A log that has lost its records, as this node will hear: it cannot say that nothing happened.
                return CacheMissReason.Epoch;
            }

            if (last.Sequence > subject.Stamp.Sequence)
            {
                return CacheMissReason.InvalidatedKey;
            }
        }
        catch (CoordinationException)
        {
            return CacheMissReason.SharedTierError;
        }

        return _validity.Judge(subject);
    }
}
