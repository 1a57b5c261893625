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
        key = key.Named();
        RegionSettings region = key.Region;
        TimeSpan life = Life(options?.TimeToLive ?? region.TimeToLive);
        decimal cost = options?.Cost ?? 0;
        ArgumentOutOfRangeException.ThrowIfNegative(cost, nameof(options));
        string[] tags = new TagList(options?.Tags).Snapshot();
        bool shared = _shared is not null && region.UseSharedTier && await AnnounceAsync(region, cancellationToken).ConfigureAwait(false);

        using PooledBuffer? raw = shared ? Serialize(region, value) : null;
        ReadOnlyMemory<byte> carried = default;
        if (raw is not null && raw.WrittenCount <= _options.InlineBytes)
        {
            // The frame that travels inside the record has no stamp yet: its record is its stamp.
            using PooledBuffer inline = Frame(region, raw, FrameFlags.ExplicitSet | NullFlag(value), default, life, cost, tags);
            carried = inline.WrittenCount <= _options.InlineBytes ? inline.WrittenMemory.ToArray() : default;
        }

        // Before the record: should this process stand still between record and data for longer than the record is kept, the write is refused.
        DataKey dataKey = DataKey.Of(_options.Namespace, key.Member, region.Version);
        WriteTicket? ticket = raw is null ? null : await BeginSetAsync(dataKey, cancellationToken).ConfigureAwait(false);
        LogPosition position = await _log.AppendAsync(new LogRecord([key.Member], LogOperation.Set, carried), cancellationToken).ConfigureAwait(false);
        bool waits = position.Sequence == 0;
        if (waits)
        {
            // In the outbox: the value is good for this node until the record has its place in the log.
            position = _log.Position;
        }

        var subject = new Subject { Member = key.Member, KeyText = key.Text, Scopes = key.Scopes(), Tags = Flight.TagMembers(tags), Stamp = position };
        long size = Math.Max(ValueSize.Estimate(value), raw is null ? 0 : 2L * raw.WrittenCount);
        Fill(key, subject, value, life, options?.LocalTimeToLive ?? region.LocalTimeToLive, cost, size, position.Sequence, certain: _log.HasLease, _localInvalidations.Count);
        if (raw is null || ticket is null || waits || !_breaker.TryEnter())
        {
            return;
        }

        using PooledBuffer frame = Frame(region, raw, FrameFlags.ExplicitSet | NullFlag(value), position, life, cost, tags);
        long began = _timeProvider.GetTimestamp();
        try
        {
            WriteOutcome outcome = await _shared!.WriteSetAsync(
                dataKey, frame.WrittenMemory, position, ticket.Value, _options.MaxFactoryDuration, life, cancellationToken).ConfigureAwait(false);
            _breaker.Succeeded();
            _metrics.SharedWrite(region.Name, outcome, raw.WrittenCount, frame.WrittenCount, _timeProvider.GetElapsedTime(began));
        }
        catch (CoordinationException e)
        {
            // The record is in the log, so nobody serves the older value: what is lost is the copy for others.
            SharedTierFailed("set", e);
        }
    }

    private async ValueTask<WriteTicket?> BeginSetAsync(DataKey dataKey, CancellationToken cancellationToken)
    {
        if (!_breaker.TryEnter())
        {
            return null;
        }

        try
        {
            WriteTicket ticket = await _shared!.BeginAsync(dataKey, null, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
            _breaker.Succeeded();
            return ticket;
        }
        catch (CoordinationException e)
        {
            SharedTierFailed("begin", e);
            return null;
        }
    }

    internal async ValueTask RemoveAsync(EntryKey key, CancellationToken cancellationToken)
    {
        Check(key);
        key = key.Named();
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
    /// Tells all nodes that this version of the region exists, so that a removal by a node of another version reaches its data too. Told again often enough that the announcement
    /// outlives every value written under it.
    /// <see langword="false"/> when the log is away; nothing is written to the shared tier then.
    /// </summary>
    private async ValueTask<bool> AnnounceAsync(RegionSettings region, CancellationToken cancellationToken)
    {
        LogHorizon horizon = _validity.Horizon;
        if (_announced.TryGetValue((region.Name, region.Version), out var announced)
            && announced.Position.Epoch == horizon.Epoch
            && announced.Position.Sequence > horizon.Floor
            && _clock.Exact() - announced.At < (long)_options.MaxFactoryDuration.TotalMilliseconds)
        {
            return true;
        }

        if (!await _log.EnsureCurrentAsync(cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        try
        {
            var record = new LogRecord([EntryMember.OfVersion(region.Name, region.Version)]);
            LogPosition position = await _log.AppendAsync(record, cancellationToken, mayWait: false).ConfigureAwait(false);
            _announced[(region.Name, region.Version)] = (position, _clock.Exact());
            return true;
        }
        catch (CoordinationException)
        {
            return false;
        }
    }

    private async ValueTask WriteCreatedAsync(RegionSettings region, DataKey dataKey, PooledBuffer raw, ReadOnlyMemory<byte> frame, WriteTicket ticket, TimeSpan life)
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
            _metrics.SharedWrite(region.Name, outcome, raw.WrittenCount, frame.Length, _timeProvider.GetElapsedTime(began));
        }
        catch (CoordinationException e)
        {
            SharedTierFailed("write", e);
        }
    }
}
