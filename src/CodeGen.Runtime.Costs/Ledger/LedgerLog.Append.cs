namespace CodeGen.Runtime.Costs;

internal sealed partial class LedgerLog
{
    /// <summary>The next file is prepared when this part of a segment is full, an eighth: it takes as long as a writer at full speed needs for most of a segment.</summary>
    private const int SpareShare = 8;

    /// <summary>Takes a record under an id of its own. Kill-durable when it returns. Such ids are not remembered: where a call may be repeated, use <see cref="AppendOnce"/>.</summary>
    /// <param name="kind">What kind of event, as the caller defines it.</param>
    /// <param name="eventTime">When the event was.</param>
    /// <param name="payload">The bytes; at most 1 MiB, and less than a segment.</param>
    /// <param name="identity">How many of the first bytes say what the event was; the hash is over these. What else is in the payload, such as a price, may differ when the event is handed in again.</param>
    /// <param name="now">What the log's clock says, where the caller has just asked it; asked again where nothing is given.</param>
    /// <exception cref="LedgerUnavailableException">No room, or the disk failed.</exception>
    public LedgerAppend Append(byte kind, DateTimeOffset eventTime, ReadOnlySpan<byte> payload, int identity = int.MaxValue, DateTimeOffset now = default)
    {
        CheckLength(payload.Length);
        UInt128 hash = PayloadHash.Of(kind, payload[..Math.Min(identity, payload.Length)]);
        uint crc = Crc32C.Of(payload);
        now = now == default ? _time.GetUtcNow() : now;
        LedgerAppend appended;
        TaskCompletionSource? changed;
        lock (_gate)
        {
            ThrowIfUnusable();
            appended = Append(_newIds.Next(now), kind, RecordFlags.None, eventTime, now, hash, crc, payload);
            (changed, _changed) = (_changed, null);
        }

        changed?.TrySetResult();
        return appended;
    }

    /// <summary>Takes a record unless it was taken before. Kill-durable when it returns.</summary>
    /// <param name="id">The event's id, the same at each repetition.</param>
    /// <param name="kind">What kind of event.</param>
    /// <param name="eventTime">When the event was; that of the first call stands.</param>
    /// <param name="payload">The bytes.</param>
    /// <param name="identity">How many of the first bytes say what the event was; a repetition is told by these.</param>
    /// <param name="now">What the log's clock says, where the caller has just asked it; asked again where nothing is given.</param>
    /// <exception cref="LedgerConflictException">The id has another kind or payload.</exception>
    /// <exception cref="LedgerUnavailableException">No room, or the disk failed.</exception>
    public LedgerAppend AppendOnce(EventId id, byte kind, DateTimeOffset eventTime, ReadOnlySpan<byte> payload, int identity = int.MaxValue, DateTimeOffset now = default)
    {
        CheckLength(payload.Length);
        UInt128 hash = PayloadHash.Of(kind, payload[..Math.Min(identity, payload.Length)]);
        uint crc = Crc32C.Of(payload);
        now = now == default ? _time.GetUtcNow() : now;
        LedgerAppend appended;
        TaskCompletionSource? changed;
        lock (_gate)
        {
            ThrowIfUnusable();
            bool isCovered = _ids.Covers(id, now);
            if (_ids.TryGet(id, out RememberedEvent known))
            {
                return known.PayloadHash == hash
                    ? new LedgerAppend(known.Sequence, id, LedgerAppendStatus.Repeated)
                    : throw new LedgerConflictException(id, known.Sequence, known.PayloadHash, hash);
            }

            appended = Append(id, kind, isCovered ? RecordFlags.Once : RecordFlags.Once | RecordFlags.Unremembered, eventTime, now, hash, crc, payload);
            if (isCovered)
            {
                _ids.Add(id, new RememberedEvent(hash, appended.Sequence));
            }
            else
            {
                appended = appended with { Status = LedgerAppendStatus.AppendedUnremembered };
            }

            (changed, _changed) = (_changed, null);
        }

        changed?.TrySetResult();
        return appended;
    }

    private void CheckLength(int length)
    {
        if (length > _options.MaxPayloadBytes)
        {
            throw new ArgumentException(
                $"The payload has {length:#,0} bytes; the ledger in '{_options.Directory}' takes at most {_options.MaxPayloadBytes:#,0}. Shorten it or, below 1 MiB, use larger segments.");
        }
    }

    /// <summary>Needs the lock.</summary>
    private LedgerAppend Append(EventId id, byte kind, RecordFlags flags, DateTimeOffset eventTime, DateTimeOffset now, UInt128 hash, uint crc, ReadOnlySpan<byte> payload)
    {
        _lastIngest = Math.Max(_lastIngest, now.UtcTicks);
        var record = new RecordHeader(_next, id, hash, eventTime.UtcTicks, _lastIngest, crc, kind, flags, payload.Length);
        if (!_active.HasRoom(record.Extent))
        {
            Roll(now);
        }

        int begun = _active.Header.Capacity / SpareShare;
        bool wasBelow = _active.Offset < begun;
        _active.Append(record, payload);
        _next++;
        if (wasBelow && _active.Offset >= begun)
        {
            ThreadPool.UnsafeQueueUserWorkItem(_spare, preferLocal: false);
        }

        return new LedgerAppend(record.Sequence, id, LedgerAppendStatus.Appended);
    }

    private void Roll(DateTimeOffset now)
    {
        SegmentWriter next = Start(_active.Header.Number + 1, now);
        _sealed.Add(_active);
        _active = next;
        ThreadPool.UnsafeQueueUserWorkItem(_sealing, preferLocal: false);
    }
}
