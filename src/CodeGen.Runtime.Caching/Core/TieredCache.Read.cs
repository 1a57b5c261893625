using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <content>Reading.</content>
internal sealed partial class TieredCache
{
    public ValueTask<CacheResult<T>> TryGetAsync<T>(string key, CancellationToken cancellationToken = default) => TryGetAsync<T>(Key(key), cancellationToken);

    internal ValueTask<CacheResult<T>> TryGetAsync<T>(EntryKey key, CancellationToken cancellationToken)
    {
        Check(key);
        return TryHitLocal(key, out T value, out CacheMissReason reason)
            ? new(CacheResult<T>.Hit(value, CacheTier.Local))
            : LookAsync<T>(key.Named(), reason, cancellationToken);
    }

    private async ValueTask<CacheResult<T>> LookAsync<T>(EntryKey key, CacheMissReason reason, CancellationToken cancellationToken)
    {
        bool current = await _log.EnsureCurrentAsync(cancellationToken).ConfigureAwait(false);
        if ((!current || reason == CacheMissReason.NoLease) && TryServeUncertain(key, current, out T value, ref reason))
        {
            return CacheResult<T>.Hit(value, CacheTier.Local);
        }

        if (current && _shared is not null && key.Region.UseSharedTier && !key.Skips(CallFlags.SkipSharedRead))
        {
            if (reason == CacheMissReason.Expired && await TryConfirmAsync<T>(key, _local.Peek(key), cancellationToken).ConfigureAwait(false) is { } confirmed)
            {
                return CacheResult<T>.Hit(confirmed.Value, CacheTier.Local);
            }

            SharedLookup<T> lookup = await LookTogetherAsync<T>(key, cancellationToken).ConfigureAwait(false);
            if (lookup.Hit)
            {
                return CacheResult<T>.Hit(lookup.Result.Value, CacheTier.Shared);
            }

            reason = lookup.Reason;
        }

        _metrics.Miss(key.Region.Name, reason);
        return CacheResult<T>.Miss(reason);
    }

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
    private bool TryHitLocal<T>(RegionSettings region, ReadOnlySpan<char> text, out T value, out CacheMissReason reason, [NotNullWhen(true)] out LocalEntry? entry)
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
        if (!mayServe || entry.EndsAt <= now || entry.FilledAt < _validity.Horizon.LocalFloor || _validity.Judge(entry.Subject) != CacheMissReason.None)
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
        if (entry.FilledAt < _validity.Horizon.LocalFloor)
        {
            return CacheMissReason.Floor;
        }

        CacheMissReason reason = _validity.JudgeScopes(entry);
        if (reason == CacheMissReason.None)
        {
            // The generation that was read before the walk, not the one that may stand there now.
            entry.MarkValidated(generation, position);
        }

        return reason;
    }

    private async ValueTask<SharedLookup<T>> ReadSharedAsync<T>(EntryKey key, string[] scopes, CancellationToken cancellationToken)
    {
        if (!_breaker.TryEnter())
        {
            return SharedLookup<T>.Miss(CacheMissReason.SharedTierError, 0);
        }

        DataKey dataKey = DataKey.Of(_options.Namespace, key.Member, key.Region.Version);
        using Activity? activity = CachingDiagnostics.Source.StartActivity(CachingDiagnostics.SharedReadActivity);
        activity?.SetTag("cache.region", key.Region.Name);
        long mark = _localInvalidations.Count;
        SharedRead read;
        long began = _timeProvider.GetTimestamp();
        try
        {
            read = await _shared!.ReadAsync(dataKey, cancellationToken).ConfigureAwait(false);
            _breaker.Succeeded();
            _metrics.SharedLatency("read", _timeProvider.GetElapsedTime(began));
        }
        catch (CoordinationException e)
        {
            activity?.SetStatus(ActivityStatusCode.Error, e.Message);
            SharedTierFailed("read", e);
            return SharedLookup<T>.Miss(CacheMissReason.SharedTierError, 0);
        }

        using (read)
        {
            return await TakeFrameAsync<T>(key, scopes, read.Frame, read.Remaining, position: null, mark, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Judges a frame, takes its value out and fills local memory. <paramref name="position"/> stands in for the stamp of a frame that travelled inside its own record.</summary>
    private async ValueTask<SharedLookup<T>> TakeFrameAsync<T>(
        EntryKey key, string[] scopes, ReadOnlyMemory<byte> frame, TimeSpan remaining, LogPosition? position, long mark, CancellationToken cancellationToken)
    {
        if (frame.IsEmpty)
        {
            return SharedLookup<T>.Miss(CacheMissReason.Cold, 0);
        }

        ulong version = EntryFrame.TryReadPrefix(frame.Span, out ulong seen, out _, out _) ? seen : 0;
        FrameReadResult result = EntryFrame.TryRead(frame, _codecs, _options.MaxPayloadBytes, out DecodedFrame decoded);
        if (result != FrameReadResult.Ok)
        {
            _metrics.Corrupt(key.Region.Name, result);
            Log.FrameRefused(_logger, key.Region.Name, result);
            return SharedLookup<T>.Miss(CacheMissReason.Corrupt, version);
        }

        using (decoded)
        {
            FrameHeader header = decoded.Header;
            if (header.RegionVersion != key.Region.Version)
            {
                return SharedLookup<T>.Miss(CacheMissReason.Version, version);
            }

            LogPosition stamp = position ?? header.Stamp;
            var subject = new Subject { Member = key.Member, KeyText = key.Text, Scopes = scopes, Tags = Flight.TagMembers(header.Tags), Stamp = stamp };

            // How far another epoch had come says nothing about this one's patterns, unless this one carries it on.
            LogPosition applied = _log.Position;
            LogHorizon horizon = _validity.Horizon;
            bool comparable = applied.Epoch == stamp.Epoch || (applied.Epoch == horizon.Epoch && horizon.Covers(stamp.Epoch));
            CacheMissReason reason = comparable ? await JudgeSurelyAsync(subject, cancellationToken).ConfigureAwait(false) : CacheMissReason.Epoch;
            if (reason != CacheMissReason.None)
            {
                return SharedLookup<T>.Miss(reason, version);
            }

            if (!TryDeserialize(key.Region, decoded, counts: position is null, out T value))
            {
                return SharedLookup<T>.Miss(CacheMissReason.Corrupt, version);
            }

            // What is left of the key's life in the server holds what the value is kept after its own.
            TimeSpan left = remaining - header.StaleFor;
            var fresh = new NewEntry<T>
            {
                Value = value,
                Remaining = left < header.TimeToLive ? left : header.TimeToLive,
                Life = new EntryLife(header.TimeToLive, header.StaleFor, header.Window),
                LocalLife = key.LocalTimeToLive,
                Cost = header.Cost,
                Size = Math.Max(ValueSize.Estimate(value), 2L * header.RawLength),
                FilledAt = applied.Sequence,
                Certain = true,
                Mark = mark,
                WriteVersion = header.WriteVersion,
                ServerEndsAt = header.ServerEndsAt,
                ETag = header.ETag,
            };
            reason = Fill(key, subject, fresh, out LocalEntry? entry);
            if (reason != CacheMissReason.None)
            {
                return SharedLookup<T>.Miss(reason, version);
            }

            if (left <= TimeSpan.Zero)
            {
                return SharedLookup<T>.Miss(CacheMissReason.Expired, version) with { Stale = StaleOf<T>(key, entry, mark) };
            }

            if (entry?.Freshness is { Window: > 0 } living && living.TryClaimTouch(_clock.Exact()))
            {
                _ = TouchAsync(entry, living);
            }

            _metrics.Hit(key.Region.Name, CacheTier.Shared, header.Cost);
            return new SharedLookup<T>(true, CacheMissReason.None, new FlightResult<T>(value, CacheTier.Shared, stamp, subject.Tags), version);
        }
    }

    /// <summary>As <see cref="ValidityTable.Judge"/>, but where this node's memory of single keys does not reach back to the stamp, the log is asked.</summary>
    private async ValueTask<CacheMissReason> JudgeSurelyAsync(Subject subject, CancellationToken cancellationToken)
    {
        CacheMissReason reason = _validity.Judge(subject);
        if (reason != CacheMissReason.None || subject.Stamp.Sequence >= _validity.Keys.Floor)
        {
            return reason;
        }

        try
        {
            if (await _server.GetLastAsync(subject.Member, cancellationToken).ConfigureAwait(false) > subject.Stamp.Sequence)
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

    /// <summary>
    /// Puts a value into local memory and judges it once more, so that whatever was applied in between wins; its mark tells which invalidations without a sequence
    /// came since the value was read or began.
    /// </summary>
    private CacheMissReason Fill<T>(in EntryKey key, in Subject subject, in NewEntry<T> fresh) => Fill(key, subject, fresh, out _);

    private CacheMissReason Fill<T>(in EntryKey key, in Subject subject, in NewEntry<T> fresh, out LocalEntry? entry)
    {
        entry = null;
        int stripe = Generations.StripeOf(key.Text);
        long generation = _validity.Generations.Read(stripe);
        long keyFloor = _validity.Keys.Floor;
        CacheMissReason reason = _validity.Judge(subject);
        if (reason != CacheMissReason.None)
        {
            return reason;
        }

        if (key.Skips(CallFlags.SkipLocalWrite))
        {
            return _localInvalidations.Concern(subject, fresh.Mark) ? CacheMissReason.InvalidatedKey : CacheMissReason.None;
        }

        long now = _clock.Exact();
        long remaining = (long)fresh.Remaining.TotalMilliseconds;
        entry = new LocalEntry
        {
            KeyText = key.Text,
            Region = key.Region,
            Template = key.Template,
            Value = fresh.Value,
            Stamp = subject.Stamp,
            FilledAt = fresh.FilledAt,
            Tags = subject.Tags,
            Cost = fresh.Cost,
            WriteVersion = fresh.WriteVersion,
            Freshness = FreshnessOf(key.Region, fresh, now, remaining),
            ExpiresAt = now + (remaining > 0 ? remaining : fresh.Remaining > TimeSpan.Zero ? 1 : remaining),
            LocalExpiresAt = now + Math.Max(1, (long)fresh.LocalLife.TotalMilliseconds),
            Size = fresh.Size + EntryOverheadBytes + (2L * key.Text.Length),
            GraceUntil = fresh.Certain ? 0 : now + (long)_options.DisconnectedGrace.TotalMilliseconds,
            Stripe = stripe,
        };
        entry.MarkUsed(now);
        entry.MarkValidated(generation, fresh.FilledAt);
        if (!_local.Put(entry))
        {
            return CacheMissReason.None;
        }

        reason = _validity.Judge(subject);
        bool forgotten = _validity.Keys.Floor != keyFloor && subject.Stamp.Sequence < _validity.Keys.Floor;
        bool overtaken = _localInvalidations.Concern(subject, fresh.Mark);
        if (reason != CacheMissReason.None || forgotten || overtaken)
        {
            _local.Remove(entry);
        }

        return reason == CacheMissReason.None && overtaken ? CacheMissReason.InvalidatedKey : reason;
    }

    /// <summary>What an entry costs beside its value and its key, roughly: the entry, its scopes, its place in the index.</summary>
    private const int EntryOverheadBytes = 400;

    private bool TryDeserialize<T>(RegionSettings region, in DecodedFrame decoded, bool counts, out T value)
    {
        if ((decoded.Header.Flags & FrameFlags.NullValue) != 0)
        {
            value = default!;
            if (default(T) is not null)
            {
                if (counts)
                {
                    _metrics.Corrupt(region.Name, FrameReadResult.BadPayload);
                }

                return false;
            }

            return true;
        }

        try
        {
            value = _serializers.Get<T>().Deserialize(new ReadOnlySequence<byte>(decoded.Payload));
            return true;
        }
        catch (Exception e) when (e is not (OutOfMemoryException or InvalidOperationException))
        {
            // Written by another build of the host, or by somebody else: a miss, which the factory heals.
            if (counts)
            {
                // A frame that came inside its record is not: the one in the shared tier is read next, and counted.
                _metrics.Corrupt(region.Name, FrameReadResult.BadPayload);
                Log.PayloadRefused(_logger, region.Name, typeof(T).Name, e.GetType().Name);
            }

            value = default!;
            return false;
        }
    }

    private void SharedTierFailed(string operation, CoordinationException exception)
    {
        _metrics.SharedTierError(operation);
        if (!exception.IsServerAnswer && _breaker.Failed())
        {
            Log.BreakerOpened(_logger, exception.Message);
        }
    }
}
