namespace CodeGen.Runtime.Coordination;

/// <content>Applying records in order, and catching up.</content>
internal sealed partial class LogFollower
{
    private void OnDoorbell(Doorbell bell)
    {
        if (bell.Record is null)
        {
            Log.DoorbellUnreadable(_logger);
            return;
        }

        OnRecord(bell.Head, bell.Record);
    }

    private void OnRecord(LogHead head, LogRecord record)
    {
        bool behind;
        lock (_gate)
        {
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            if (!_synchronized || head.Epoch != _horizon.Epoch)
            {
                // Sequences of an unknown epoch mean nothing here. Either the server has a new epoch, or this is an echo of an old one: the server will say which.
                if (_synchronized)
                {
                    DropLease();
                }

                behind = true;
            }
            else
            {
                AdoptFloor(head);
                if (head.Sequence > _applied)
                {
                    // Counted: an enumerator of an interface would be allocated for each record.
                    for (int i = 0; i < record.Members.Count; i++)
                    {
                        _sink.Apply(record.Members[i], head.Sequence, record);
                        Remember(record.Members[i], head.Sequence);
                    }

                    if (_early.Count == 0 && head.Sequence == _applied + 1)
                    {
                        // As nearly always: the next one.
                        Volatile.Write(ref _applied, head.Sequence);
                        ReleaseWaiters();
                    }
                    else
                    {
                        _early.Add(head.Sequence);
                        Advance();
                    }

                    if (_early.Count > MaxEarly)
                    {
                        // The gap is not closing. What was heard is applied; which sequences those were, the replay that has to come tells as well.
                        _early.Clear();
                    }
                }

                behind = head.Sequence > _applied;
            }
        }

        if (behind)
        {
            _ = FillGapAsync(head);
        }
    }

    // Needs the gate.
    private void Advance()
    {
        long applied = _applied;
        while (_early.Count > 0)
        {
            long next = _early.Min;
            if (next > applied + 1)
            {
                break;
            }

            _early.Remove(next);
            applied = Math.Max(applied, next);
        }

        if (applied != _applied)
        {
            Volatile.Write(ref _applied, applied);
            ReleaseWaiters();
        }
    }

    private async Task FillGapAsync(LogHead head)
    {
        await Task.Yield();
        try
        {
            if (!Covers(head))
            {
                await CatchUpAsync(head).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is CoordinationException or OperationCanceledException or ObjectDisposedException)
        {
            // The next renewal finds the same gap, and no lease is granted before it is closed.
        }
    }

    /// <summary>Reads what is missing until everything up to the head's sequence is applied. One reader at a time; the others then find nothing left to do.</summary>
    private async Task CatchUpAsync(LogHead wanted)
    {
        await _reading.WaitAsync(_stopping.Token).ConfigureAwait(false);
        try
        {
            if (Covers(wanted))
            {
                return;
            }

            long after = -1;
            while (true)
            {
                LogPage page = await _server.ReadAsync(after < 0 ? StartOfRead() : after, PageSize, _stopping.Token).ConfigureAwait(false);
                lock (_gate)
                {
                    if (page.Head.Epoch != _horizon.Epoch || !_synchronized)
                    {
                        bool restart = page.Head.Epoch != _horizon.Epoch;
                        if (restart)
                        {
                            BeginEpoch(page.Head);
                        }

                        if (restart && after != 0)
                        {
                            // Whatever page this was, it was counted from a position of another epoch: from the start.
                            after = 0;
                            continue;
                        }
                    }

                    AdoptFloor(page.Head);
                    if (page.Head.ShortFloor > _applied)
                    {
                        RaiseLocalFloor(page.Head.ShortFloor);
                    }

                    foreach ((string member, long sequence) in page.Members)
                    {
                        if (member[0] != TimeMark.Kind)
                        {
                            _sink.Apply(member, sequence, null);
                            Remember(member, sequence);
                        }
                    }

                    if (page.Members.Count < PageSize)
                    {
                        _synchronized = true;
                        Volatile.Write(ref _applied, Math.Max(_applied, page.Head.Sequence));
                        Advance();
                        ReleaseWaiters();
                        return;
                    }

                    // Members of one record share a sequence, so the last one is read again: a record's members never fill a page.
                    after = page.Members[^1].Value - 1;
                }
            }
        }
        finally
        {
            _reading.Release();
        }
    }

    private long StartOfRead()
    {
        lock (_gate)
        {
            return _synchronized ? _applied : 0;
        }
    }

    // Needs the gate.
    private void BeginEpoch(LogHead head)
    {
        LogHorizon previous = _horizon;
        if (previous.Epoch != 0)
        {
            Log.EpochChanged(_logger, head.Epoch, previous.Epoch);
        }

        // A renewal that brought this epoch along may still grant: its answer is of the new epoch. One of another epoch is not covered any more.
        EndLease();
        _synchronized = false;
        _early.Clear();

        // The position first: who reads the new epoch must not pair it with a sequence of the old one. Who pairs the old epoch with 0 holds something dead.
        Volatile.Write(ref _applied, 0);
        _horizon = new LogHorizon(head.Epoch, head.Floor, 0, BeginRecovery(previous.Epoch, head));
        _sink.HorizonChanged(_horizon);
        ReleaseWaiters();
    }

    // Needs the gate.
    private void AdoptFloor(LogHead head)
    {
        if (head.Epoch == _horizon.Epoch && head.Floor > _horizon.Floor)
        {
            _horizon = _horizon with { Floor = head.Floor };
            _sink.HorizonChanged(_horizon);
        }
    }

    // Needs the gate.
    private void RaiseLocalFloor(long floor)
    {
        if (floor > _horizon.LocalFloor)
        {
            _horizon = _horizon with { LocalFloor = floor };
            _sink.HorizonChanged(_horizon);
        }
    }

    // Needs the gate.
    private void ReleaseWaiters()
    {
        for (int i = _waiters.Count - 1; i >= 0; i--)
        {
            // An epoch after the one waited for has forgotten everything that the record could have concerned.
            if (_waiters[i].Epoch == _horizon.Epoch ? _applied >= _waiters[i].Sequence : _synchronized)
            {
                _waiters[i].Done.TrySetResult();
                _waiters.RemoveAt(i);
            }
        }
    }
}
