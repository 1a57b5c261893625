using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <content>Reading from the shared tier and taking values out of frames.</content>
internal sealed partial class TieredCache
{
    [AsyncMethodBuilder(typeof(SharedPoolMethodBuilder<>))]
    private async ValueTask<SharedLookup<T>> ReadSharedAsync<T>(EntryKey key, CancellationToken cancellationToken)
    {
        if (!_breaker.TryEnter())
        {
            return SharedLookup<T>.Miss(CacheMissReason.SharedTierError, 0);
        }

        DataKey dataKey = DataKey.Of(_options.Namespace, key);
        using Activity? activity = CachingDiagnostics.Source.StartActivity(CachingDiagnostics.SharedReadActivity);
        activity?.SetTag("cache.region", key.Region.Name);
        long mark = _localInvalidations.Count;
        SharedRead read;
        long began = _timeProvider.GetTimestamp();
        try
        {
            read = await _shared!.ReadAsync(dataKey, key.Region.MaySlide, cancellationToken).ConfigureAwait(false);
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
            return await TakeFrameAsync<T>(key, read, position: null, mark, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Judges a frame, takes its value out and fills local memory. <paramref name="position"/> stands in for the stamp of a frame that travelled inside its own record.</summary>
    private async ValueTask<SharedLookup<T>> TakeFrameAsync<T>(
        EntryKey key, SharedRead read, LogPosition? position, long mark, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> frame = read.Frame;
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
            var subject = new Subject(key, TagMembers.Of(header.Tags), stamp);

            long keyFloor = _validity.Keys.Floor;

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

            TimeSpan? remaining = read.RemainingOf(header) ?? await AskRemainingAsync(key, header.WriteVersion, cancellationToken).ConfigureAwait(false);
            if (remaining is null)
            {
                return SharedLookup<T>.Miss(CacheMissReason.Cold, version);
            }

            // What is left of the key's life in the server holds what the value is kept after its own.
            TimeSpan left = remaining.Value - header.StaleFor;
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
                KeyFloor = keyFloor,
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
            TellSharedHit(key, subject, left, mark);
            return new SharedLookup<T>(true, CacheMissReason.None, new FlightResult<T>(value, CacheTier.Shared, stamp, subject.Tags), version);
        }
    }

    /// <summary>What is left of the key's life, where its frame does not tell: use prolongs it. <see langword="null"/> when another write is there by now, or the server does not answer.</summary>
    private async ValueTask<TimeSpan?> AskRemainingAsync(EntryKey key, ulong version, CancellationToken cancellationToken)
    {
        try
        {
            using SharedRead peek = await _shared!.PeekAsync(DataKey.Of(_options.Namespace, key), cancellationToken).ConfigureAwait(false);
            return EntryFrame.TryReadPrefix(peek.Frame.Span, out ulong seen, out _, out _) && seen == version ? peek.Remaining : null;
        }
        catch (CoordinationException e)
        {
            SharedTierFailed("peek", e);
            return null;
        }
    }

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
