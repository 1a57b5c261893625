namespace CodeGen.Runtime.Coordination;

/// <content>Writing to the log, and the outbox for when it is away.</content>
internal sealed partial class LogFollower
{
    private readonly Queue<LogRecord> _outbox = [];
    private bool _outboxOverflowed;

    /// <summary>How many records wait for the server.</summary>
    public int OutboxCount
    {
        get
        {
            lock (_gate)
            {
                return _outbox.Count;
            }
        }
    }

    /// <summary>
    /// Appends a record and completes when this node has applied it. With the server away the record takes effect on this node at once, and then either waits in the outbox
    /// (the position returned has sequence 0) or the call throws <see cref="CoordinationException"/>.
    /// </summary>
    /// <param name="record">The record.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    /// <param name="away">What becomes of the record when the server cannot be told.</param>
    public ValueTask<LogPosition> AppendAsync(LogRecord record, CancellationToken cancellationToken, WhenAway away = WhenAway.AsConfigured)
    {
        LogRecord own = record.By(NodeId);
        if (!_synchronized || _server.TryAppendAtOnce(own) is not { } head)
        {
            return AppendAndWaitAsync(own, away, cancellationToken);
        }

        return Covers(head) ? new(head.Position) : new(AppliedAsync(head.Position));

        async Task<LogPosition> AppliedAsync(LogPosition position)
        {
            await WaitUntilAppliedAsync(position, cancellationToken).ConfigureAwait(false);
            return position;
        }
    }

    private async ValueTask<LogPosition> AppendAndWaitAsync(LogRecord own, WhenAway away, CancellationToken cancellationToken)
    {
        LogHead head;
        try
        {
            // Subscribed and in step first, so that the node hears itself.
            if (!_synchronized && !await EnsureCurrentAsync(cancellationToken).ConfigureAwait(false))
            {
                throw new CoordinationException("The invalidation log cannot be reached, so other nodes were not told. Call again when the server is back, or set OnDisconnectedInvalidation to Queue.");
            }

            head = await _server.AppendAsync(own, cancellationToken).ConfigureAwait(false);
        }
        catch (CoordinationException)
        {
            lock (_gate)
            {
                _sink.ApplyLocally(own.Members);
            }

            if (away == WhenAway.Throw || (away == WhenAway.AsConfigured && !_options.UseOutbox))
            {
                throw;
            }

            Enqueue(own);
            return new LogPosition(_horizon.Epoch, 0);
        }

        OnRecord(head, own);
        await WaitUntilAppliedAsync(head.Position, cancellationToken).ConfigureAwait(false);
        return head.Position;
    }

    /// <summary>Completes when everything up to the position is applied here, or its epoch is over.</summary>
    /// <remarks>When catching up takes longer than a command may, it completes all the same: the record's effect is in force since it was heard, only the position lags.</remarks>
    public async Task WaitUntilAppliedAsync(LogPosition position, CancellationToken cancellationToken)
    {
        TaskCompletionSource done;
        lock (_gate)
        {
            if (_synchronized && _horizon.Epoch == position.Epoch && _applied >= position.Sequence)
            {
                return;
            }

            done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((position.Sequence, position.Epoch, done));
        }

        try
        {
            await done.Task.WaitAsync(_options.Coordination.CommandTimeout, _clock.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // See the remarks.
        }
        finally
        {
            if (!done.Task.IsCompleted)
            {
                lock (_gate)
                {
                    _waiters.RemoveAll(w => ReferenceEquals(w.Done, done));
                }
            }
        }
    }

    private void Enqueue(LogRecord record)
    {
        int count;
        lock (_gate)
        {
            if (_outboxOverflowed)
            {
                return;
            }

            _outbox.Enqueue(new LogRecord(record.Members, record.Operation, default, NodeId));
            if (_outbox.Count > _options.Coordination.MaxOutboxRecords)
            {
                _outbox.Clear();
                _outbox.Enqueue(new LogRecord([_options.ClearMember], 0, default, NodeId));
                _outboxOverflowed = true;
            }

            count = _outbox.Count;

            // What waits here is unknown to the shared tier, so nothing of it is trusted until it is told.
            DropLease();
        }

        Log.OutboxWaiting(_logger, count);
    }

    private async Task<bool> DrainOutboxAsync()
    {
        int drained = 0;
        while (true)
        {
            LogRecord? next;
            lock (_gate)
            {
                if (!_outbox.TryPeek(out next))
                {
                    break;
                }

                // What is invalidated from here on may come after the record that stands for all: it needs one of its own.
                _outboxOverflowed = false;
            }

            // Appending twice after a lost answer only raises the same members again.
            await _server.AppendAsync(next, _stopping.Token).ConfigureAwait(false);
            drained++;
            lock (_gate)
            {
                if (_outbox.TryPeek(out LogRecord? head) && ReferenceEquals(head, next))
                {
                    _outbox.Dequeue();
                }
            }
        }

        if (drained > 0)
        {
            Log.OutboxDrained(_logger, drained);
        }

        return true;
    }
}
