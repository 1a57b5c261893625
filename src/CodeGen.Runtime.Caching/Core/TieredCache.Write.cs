using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <content>Setting and removing: the log first, the data second.</content>
internal sealed partial class TieredCache
{
    public ValueTask SetAsync<T>(string key, T value, CacheEntryOptions? options = null, CancellationToken cancellationToken = default) =>
        SetAsync(Key(key), value, options, cancellationToken);

    public ValueTask RemoveAsync(string key, CancellationToken cancellationToken = default) => RemoveAsync(Key(key), cancellationToken);

    internal ValueTask SetAsync<T>(EntryKey key, T value, CacheEntryOptions? options, CancellationToken cancellationToken, WhenAway away = WhenAway.AsConfigured)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        SetTerms terms = TermsOf(key, options, negative: value is null);
        return GoesToSharedTier(terms.Key) ? SetInAllTiersAsync(terms, value, away, cancellationToken) : SetHereAsync(terms, value, away, cancellationToken);
    }

    private async ValueTask SetInAllTiersAsync<T>(SetTerms terms, T value, WhenAway away, CancellationToken cancellationToken)
    {
        using PendingSet<T> set = await PrepareSetAsync(terms, value, cancellationToken).ConfigureAwait(false);
        ReadOnlyMemory<byte> carried = default;
        if (set.Raw is { } raw && raw.WrittenCount <= _options.InlineBytes && terms.Life.Window == TimeSpan.Zero)
        {
            // The frame that travels inside the record has no stamp yet: its record is its stamp. What lives by being used needs the server's clock, which is asked later.
            using PooledBuffer inline = Frame(terms.Key, raw, set.Header);
            carried = inline.WrittenCount <= _options.InlineBytes ? inline.WrittenMemory.ToArray() : default;
        }

        // Before the record: should this process stand still between record and data for longer than the record is kept, the write is refused.
        await TakeTicketAsync(set, cancellationToken).ConfigureAwait(false);
        set.Position = await _log.AppendAsync(new LogRecord([terms.Key.Member], LogOperation.Set, carried), cancellationToken, away).ConfigureAwait(false);
        await StoreSetAsync(set, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A value that stays in this process is a removal to all others: nobody waits for it to arrive.</summary>
    private ValueTask SetHereAsync<T>(in SetTerms terms, T value, WhenAway away, CancellationToken cancellationToken)
    {
        ValueTask<LogPosition> appended = _log.AppendAsync(new LogRecord([terms.Key.Member], LogOperation.Remove, origin: _log.NodeId), cancellationToken, away);
        if (!appended.IsCompletedSuccessfully)
        {
            return StoreAsync(this, appended, terms, value);
        }

        StoreHere(terms, value, appended.Result);
        return default;

        static async ValueTask StoreAsync(TieredCache cache, ValueTask<LogPosition> appended, SetTerms terms, T value) =>
            cache.StoreHere(terms, value, await appended.ConfigureAwait(false));
    }

    private bool GoesToSharedTier(in EntryKey key) => _shared is not null && key.Region.UseSharedTier && !key.Skips(CallFlags.SkipSharedWrite);

    /// <summary>What a Set is to do, looked at before anything is done.</summary>
    private SetTerms TermsOf(EntryKey key, CacheEntryOptions? options, bool negative)
    {
        Check(key);
        if (options is not null)
        {
            key = key with { Options = options };
        }

        decimal cost = options?.Cost ?? 0;
        ArgumentOutOfRangeException.ThrowIfNegative(cost, nameof(options));
        return new SetTerms(key.Named(), LifeOf(key.Region, options, negative), cost, options?.Tags is { Count: > 0 } tags ? new TagList(tags).Snapshot() : []);
    }

    private async ValueTask<PendingSet<T>> PrepareSetAsync<T>(SetTerms terms, T value, CancellationToken cancellationToken)
    {
        RegionSettings region = terms.Key.Region;
        bool shared = GoesToSharedTier(terms.Key) && await AnnounceAsync(region, cancellationToken).ConfigureAwait(false);
        return new PendingSet<T>
        {
            Terms = terms,
            Value = value,
            Raw = shared ? Serialize(region, value) : null,
            DataKey = shared ? DataKey.Of(_options.Namespace, terms.Key) : default,
            Header = new FrameHeader
            {
                WriteVersion = RandomIdentity.Next(),
                Flags = FrameFlags.ExplicitSet | NullFlag(value),
                RegionVersion = region.Version,
                TimeToLive = terms.Life.Life,
                StaleFor = terms.Life.StaleFor,
                Window = terms.Life.Window,
                Cost = terms.Cost,
                Tags = terms.Tags,
            },
        };
    }

    private async ValueTask TakeTicketAsync<T>(PendingSet<T> set, CancellationToken cancellationToken)
    {
        set.TicketAt = _clock.Exact();
        set.Ticket = set.Raw is null ? null : await BeginSetAsync(set.DataKey, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The record is appended: the value goes into local memory and to the shared tier.</summary>
    private async ValueTask StoreSetAsync<T>(PendingSet<T> set, CancellationToken cancellationToken)
    {
        EntryKey key = set.Terms.Key;
        long serverEndsAt = set.Ticket is { } taken ? taken.BeganAt + (_clock.Exact() - set.TicketAt) + (long)set.Terms.Life.Life.TotalMilliseconds : 0;
        LogPosition position = StoreHere(set.Terms, set.Value, set.Position, set.Raw?.WrittenCount ?? 0, set.Ticket is null ? 0 : set.Header.WriteVersion, serverEndsAt);
        bool waits = set.Position.Sequence == 0;
        if (set.Raw is not { } raw || set.Ticket is not { } ticket || waits || !_breaker.TryEnter())
        {
            return;
        }

        using PooledBuffer frame = Frame(key, raw, set.Header with { Stamp = position, ServerEndsAt = serverEndsAt });
        long began = _timeProvider.GetTimestamp();
        try
        {
            WriteOutcome outcome = await _shared!.WriteSetAsync(
                set.DataKey, frame.WrittenMemory, position, ticket, _options.MaxFactoryDuration, set.Terms.Life.InSharedTier, cancellationToken).ConfigureAwait(false);
            _breaker.Succeeded();
            _metrics.SharedWrite(key.Region.Name, outcome, raw.WrittenCount, frame.WrittenCount, _timeProvider.GetElapsedTime(began));
        }
        catch (CoordinationException e)
        {
            // The record is in the log, so nobody serves the older value: what is lost is the copy for others.
            SharedTierFailed("set", e);
        }
    }

    /// <summary>Takes a value into local memory under the position of its record, which is given back, or, while the record is in the outbox, under that of this node: good until it has its place in the log.</summary>
    private LogPosition StoreHere<T>(in SetTerms terms, T value, LogPosition position, int serializedBytes = 0, ulong writeVersion = 0, long serverEndsAt = 0)
    {
        bool waits = position.Sequence == 0;
        position = waits ? _log.Position : position;
        long size = Math.Max(ValueSize.Estimate(value), 2L * serializedBytes);
        long mark = _localInvalidations.Count;
        Fill(terms.Key, new Subject(terms.Key, TagMembers.Of(terms.Tags), position), new NewEntry<T>
        {
            Value = value,
            Remaining = terms.Life.Life,
            Life = terms.Life,
            LocalLife = terms.Key.LocalTimeToLive,
            Cost = terms.Cost,
            Size = size,
            FilledAt = position.Sequence,
            Certain = _log.HasLease,
            Mark = mark,

            // A removal that came right after the record may have been heard of and forgotten while this Set waited for its own.
            KeyFloor = NewEntry<T>.NotAsked,
            WriteVersion = waits ? 0 : writeVersion,
            ServerEndsAt = serverEndsAt,
        });
        bool isLifeOwn = terms.Key.Options?.TimeToLive is not null || (value is null && terms.Key.Region.NegativeTimeToLive is not null);
        TellStored(terms.Key, new Subject(terms.Key, TagMembers.Of(terms.Tags), position), terms.Life, isLifeOwn, terms.Cost, size, mark);
        return position;
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

    internal async ValueTask RemoveAsync(EntryKey key, CancellationToken cancellationToken, WhenAway away = WhenAway.AsConfigured)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Check(key);
        key = key.Named();
        LogPosition position = await _log.AppendAsync(new LogRecord([key.Member], LogOperation.Remove), cancellationToken, away).ConfigureAwait(false);
        _metrics.Invalidated("key");
        await RemoveDataAsync(key, position, cancellationToken).ConfigureAwait(false);
    }

    private async Task RemoveDataAsync(EntryKey key, LogPosition position, CancellationToken cancellationToken)
    {
        if (_shared is not null && key.Region.UseSharedTier && position.Sequence > 0 && _breaker.TryEnter())
        {
            try
            {
                await RemoveOlderAsync(key.Member, position, key.Region.Version, cancellationToken).ConfigureAwait(false);
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
    private Task RemoveOlderAsync(string member, LogPosition position, int? ownVersion, CancellationToken cancellationToken)
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
            LogPosition position = await _log.AppendAsync(record, cancellationToken, WhenAway.Throw).ConfigureAwait(false);
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
