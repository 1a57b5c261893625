using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <content>Setting and removing: the log first, the data second.</content>
internal sealed partial class TieredCache
{
    public ValueTask SetAsync<T>(string key, T value, CacheEntryOptions? options = null, CancellationToken cancellationToken = default) =>
        SetAsync(Key(key), value, options, cancellationToken);

    public ValueTask RemoveAsync(string key, CancellationToken cancellationToken = default) => RemoveAsync(Key(key), cancellationToken);

    internal async ValueTask SetAsync<T>(EntryKey key, T value, CacheEntryOptions? options, CancellationToken cancellationToken)
    {
        Check(key);
        RegionSettings region = key.Region;
        TimeSpan life = Life(options?.TimeToLive ?? region.TimeToLive);
        decimal cost = options?.Cost ?? 0;
        ArgumentOutOfRangeException.ThrowIfNegative(cost, nameof(options));
        string[] tags = new TagList(options?.Tags).Snapshot();
        bool shared = _shared is not null && region.UseSharedTier && await AnnounceAsync(region, cancellationToken).ConfigureAwait(false);

        // The frame that travels inside the record has no stamp yet: its record is its stamp.
        using PooledBuffer? inline = shared ? Encode(key, value, default, FrameFlags.ExplicitSet, life, cost, tags) : null;
        ReadOnlyMemory<byte> carried = inline is { } small && small.WrittenCount <= _options.InlineBytes ? small.WrittenMemory.ToArray() : default;
        LogPosition position = await _log.AppendAsync(new LogRecord([key.Member], LogOperation.Set, carried), cancellationToken).ConfigureAwait(false);
        if (position.Sequence == 0)
        {
            // Waiting in the outbox: the value is good for this node until the record has its place in the log.
            position = _log.Position;
        }

        var subject = new Subject { Member = key.Member, KeyText = key.Text, Scopes = key.Scopes(), Tags = Flight.TagMembers(tags), Stamp = position };
        long size = Math.Max(ValueSize.Estimate(value), inline is null ? 0 : 2L * inline.WrittenCount);
        Fill(key, subject, value, life, options?.LocalTimeToLive ?? region.LocalTimeToLive, cost, size, position.Sequence, certain: _log.HasLease, _localInvalidations.Count);
        if (!shared || inline is null || !_breaker.TryEnter())
        {
            return;
        }

        using PooledBuffer? frame = Encode(key, value, position, FrameFlags.ExplicitSet, life, cost, tags);
        if (frame is null)
        {
            return;
        }

        DataKey dataKey = DataKey.Of(_options.Namespace, key.Member, region.Version);
        long began = _timeProvider.GetTimestamp();
        try
        {
            WriteOutcome outcome = await _shared!.WriteSetAsync(dataKey, frame.WrittenMemory, position, life, cancellationToken).ConfigureAwait(false);
            _breaker.Succeeded();
            _metrics.SharedWrite(region.Name, outcome, frame.WrittenCount, _timeProvider.GetElapsedTime(began));
        }
        catch (CoordinationException e)
        {
            // The record is in the log, so nobody serves the older value: what is lost is the copy for others.
            SharedTierFailed("set", e);
        }
    }

    internal async ValueTask RemoveAsync(EntryKey key, CancellationToken cancellationToken)
    {
        Check(key);
        LogPosition position = await _log.AppendAsync(new LogRecord([key.Member], LogOperation.Remove), cancellationToken).ConfigureAwait(false);
        _metrics.Invalidated("key");
        if (_shared is not null && key.Region.UseSharedTier && position.Sequence > 0 && _breaker.TryEnter())
        {
            try
            {
                await TouchAsync(key.Member, position, key.Region.Version, cancellationToken).ConfigureAwait(false);
                _breaker.Succeeded();
            }
            catch (CoordinationException e)
            {
                // The record is in the log; the data is seen to before the record is retired.
                SharedTierFailed("remove", e);
            }
        }
    }

    /// <summary>Deletes what is older than the position, in every version of the region that any node uses.</summary>
    private Task TouchAsync(string member, LogPosition position, int? ownVersion, CancellationToken cancellationToken)
    {
        if (!EntryMember.TrySplit(member, out string region, out _))
        {
            return Task.CompletedTask;
        }

        IEnumerable<int> versions = _validity.VersionsOf(region);
        if (ownVersion is { } own)
        {
            versions = versions.Append(own).Distinct();
        }

        return Task.WhenAll(versions.Select(version => _shared!.RemoveOlderAsync(DataKey.Of(_options.Namespace, member, version), position, cancellationToken)));
    }

    /// <summary>
    /// Tells all nodes, once an epoch, that this version of the region exists, so that a removal by a node of another version reaches its data too.
    /// <see langword="false"/> when the log is away; nothing is written to the shared tier then.
    /// </summary>
    private async ValueTask<bool> AnnounceAsync(RegionSettings region, CancellationToken cancellationToken)
    {
        LogHorizon horizon = _validity.Horizon;
        if (_announced.TryGetValue((region.Name, region.Version), out LogPosition announced) && announced.Epoch == horizon.Epoch && announced.Sequence > horizon.Floor)
        {
            return true;
        }

        try
        {
            var record = new LogRecord([EntryMember.OfVersion(region.Name, region.Version)]);
            LogPosition position = await _log.AppendAsync(record, cancellationToken).ConfigureAwait(false);
            if (position.Sequence == 0)
            {
                return false;
            }

            _announced[(region.Name, region.Version)] = position;
            return true;
        }
        catch (CoordinationException)
        {
            return false;
        }
    }

    /// <summary>The value as a frame, or <see langword="null"/> when it may not go to the shared tier: too large, or not serializable.</summary>
    private PooledBuffer? Encode<T>(in EntryKey key, T value, LogPosition stamp, FrameFlags flags, TimeSpan life, decimal cost, string[] tags)
    {
        using var raw = new PooledBuffer();
        if (value is null)
        {
            flags |= FrameFlags.NullValue;
        }
        else
        {
            _serializers.Get<T>().Serialize(value, raw);
        }

        if (raw.WrittenCount > _options.MaxPayloadBytes)
        {
            _metrics.Refused(key.Region.Name, "too_large");
            Log.TooLarge(_logger, key.Region.Name, raw.WrittenCount, _options.MaxPayloadBytes);
            return null;
        }

        var frame = new PooledBuffer(raw.WrittenCount + 256);
        try
        {
            var header = new FrameHeader
            {
                WriteVersion = RandomIdentity.Next(),
                Stamp = stamp,
                Flags = flags,
                RegionVersion = key.Region.Version,
                TimeToLive = life,
                Cost = cost,
                Tags = tags,
            };
            EntryFrame.Write(frame, header, raw.WrittenSpan, _compression);
            _metrics.Compressed(key.Region.Name, raw.WrittenCount);
            return frame;
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }

    private async ValueTask WriteCreatedAsync(RegionSettings region, DataKey dataKey, ReadOnlyMemory<byte> frame, WriteTicket ticket, TimeSpan life)
    {
        if (!_breaker.TryEnter())
        {
            return;
        }

        long began = _timeProvider.GetTimestamp();
        try
        {
            WriteOutcome outcome = await _shared!.WriteCreatedAsync(dataKey, frame, ticket, _options.MaxFactoryDuration, life, CancellationToken.None).ConfigureAwait(false);
            _breaker.Succeeded();
            _metrics.SharedWrite(region.Name, outcome, frame.Length, _timeProvider.GetElapsedTime(began));
        }
        catch (CoordinationException e)
        {
            SharedTierFailed("write", e);
        }
    }
}
