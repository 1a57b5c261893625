namespace CodeGen.Runtime.Costs;

/// <summary>
/// Lets callers share flushes. A flush begins as soon as as many wait as the last one served, so that a caller alone does not wait at all and a steady crowd goes together; at the
/// latest after a set time. Who comes while one runs is served by the next. Thread-safe.
/// </summary>
internal sealed class GroupCommit : IThreadPoolWorkItem, IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeSpan _maxWait;
    private readonly Action _flush;
    private readonly ITimer _timer;
    private TaskCompletionSource _batch = NewBatch();
    private int _waiting;
    private int _expected = 1;
    private bool _flushing;
    private bool _armed;

    public GroupCommit(TimeProvider time, TimeSpan maxWait, Action flush)
    {
        (_maxWait, _flush) = (maxWait, flush);
        _timer = time.CreateTimer(static state => ((GroupCommit)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    internal bool IsFlushing
    {
        get
        {
            lock (_gate)
            {
                return _flushing;
            }
        }
    }

    /// <summary>Completes when a flush that began after this call has ended, and fails as it did.</summary>
    public Task FlushAsync()
    {
        lock (_gate)
        {
            _waiting++;
            Task task = _batch.Task;
            if (!_flushing && Decide())
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }

            return task;
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        do
        {
            TaskCompletionSource batch;
            lock (_gate)
            {
                (batch, _batch) = (_batch, NewBatch());
                (_expected, _waiting) = (_waiting, 0);
            }

            try
            {
                _flush();
                batch.SetResult();
            }
            catch (Exception e)
            {
                batch.SetException(e);
            }
        }
        while (GoesOn());
    }

    public void Dispose() => _timer.Dispose();

    private static TaskCompletionSource NewBatch() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool GoesOn()
    {
        lock (_gate)
        {
            _flushing = false;
            return _waiting > 0 && Decide();
        }
    }

    /// <summary>Begins a flush or sees to it that one begins in time.</summary>
    private bool Decide()
    {
        if (_waiting >= _expected || _maxWait == TimeSpan.Zero)
        {
            if (_armed)
            {
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }

            (_flushing, _armed) = (true, false);
        }
        else if (!_armed)
        {
            _timer.Change(_maxWait, Timeout.InfiniteTimeSpan);
            _armed = true;
        }

        return _flushing;
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            _armed = false;
            if (_flushing || _waiting == 0)
            {
                return;
            }

            _flushing = true;
        }

        ((IThreadPoolWorkItem)this).Execute();
    }
}
