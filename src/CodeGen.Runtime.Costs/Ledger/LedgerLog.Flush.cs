namespace CodeGen.Runtime.Costs;

internal sealed partial class LedgerLog
{
    /// <summary>One flush at a time.</summary>
    private readonly Lock _flushGate = new();

    /// <summary>Segments that are full and not yet on the disk; under the log's lock.</summary>
    private readonly List<SegmentWriter> _sealed = [];
    private readonly SealingWork _sealing;
    private bool _hasNewName;
    private long _durable;

    /// <summary>The sequence up to which records are on the disk: all that were found when the log was opened, and what was flushed since.</summary>
    public long DurableSequence => Volatile.Read(ref _durable);

    /// <summary>
    /// Completes when all records that were taken before the call are on the disk. Concurrent callers share a flush; in strict mode each has its own, which blocks its thread.
    /// </summary>
    /// <exception cref="LedgerUnavailableException">The disk failed; the log takes no more records.</exception>
    public Task FlushAsync()
    {
        if (!_options.Strict)
        {
            return _group.FlushAsync();
        }

        FlushNow();
        return Task.CompletedTask;
    }

    /// <summary>Takes a record as <see cref="Append(byte, DateTimeOffset, ReadOnlySpan{byte}, int, DateTimeOffset)"/> does, and is power-durable when it completes.</summary>
    /// <param name="kind">What kind of event.</param>
    /// <param name="eventTime">When the event was.</param>
    /// <param name="payload">The bytes; not used after the call returned its task.</param>
    public Task<LedgerAppend> AppendDurableAsync(byte kind, DateTimeOffset eventTime, ReadOnlySpan<byte> payload) => WithFlushAsync(Append(kind, eventTime, payload));

    /// <summary>Takes a record as <see cref="AppendOnce"/> does, and is power-durable when it completes, also where it was repeated.</summary>
    /// <param name="id">The event's id.</param>
    /// <param name="kind">What kind of event.</param>
    /// <param name="eventTime">When the event was.</param>
    /// <param name="payload">The bytes; not used after the call returned its task.</param>
    public Task<LedgerAppend> AppendOnceDurableAsync(EventId id, byte kind, DateTimeOffset eventTime, ReadOnlySpan<byte> payload) =>
        WithFlushAsync(AppendOnce(id, kind, eventTime, payload));

    private async Task<LedgerAppend> WithFlushAsync(LedgerAppend appended)
    {
        await FlushAsync().ConfigureAwait(false);
        return appended;
    }

    private void FlushNow()
    {
        lock (_flushGate)
        {
            ThrowIfUnusableLocking();
            Sync(withActive: true);
        }
    }

    /// <summary>Brings full segments to the disk, and leaves the one that is written alone.</summary>
    private void SealNow()
    {
        lock (_flushGate)
        {
            ThrowIfUnusableLocking();
            Sync(withActive: false);
        }
    }

    private void ThrowIfUnusableLocking()
    {
        lock (_gate)
        {
            ThrowIfUnusable();
        }
    }

    /// <summary>Needs the flush lock.</summary>
    private void Sync(bool withActive)
    {
        SegmentWriter active;
        SegmentWriter[] full;
        long through;
        bool hasNewName;
        lock (_gate)
        {
            (active, full, hasNewName) = (_active, [.. _sealed], _hasNewName);
            through = withActive ? _next - 1 : active.Header.FirstSequence - 1;
            _sealed.Clear();
            _hasNewName = false;
        }

        try
        {
            foreach (SegmentWriter segment in full)
            {
                segment.Unmap();
                segment.Sync();
            }

            if (withActive)
            {
                active.Sync();
            }

            if (hasNewName)
            {
                DirectorySync.Flush(_options.Directory);
            }
        }
        catch (Exception e)
        {
            // After a failed fsync the system may have thrown the unwritten pages away: another try that succeeds would prove nothing.
            lock (_gate)
            {
                _failure = e;
            }

            throw new LedgerUnavailableException($"The ledger in '{_options.Directory}' could not be brought to the disk: {e.Message} Look after the disk and open the ledger again.", e);
        }
        finally
        {
            foreach (SegmentWriter segment in full)
            {
                segment.Dispose();
            }
        }

        Volatile.Write(ref _durable, Math.Max(through, _durable));
    }

    /// <summary>Brings full segments to the disk soon after they were left, and lets go of their mappings.</summary>
    private sealed class SealingWork(LedgerLog log) : IThreadPoolWorkItem
    {
        public void Execute()
        {
            try
            {
                log.SealNow();
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // The log has noted the failure and tells the next caller; a log that is closed has flushed.
            }
        }
    }
}
