namespace CodeGen.Runtime.Costs;

/// <summary>Lets any number of operations through, or one recovery alone: while it looks at the account, no step is between the store's answer and the account. Thread-safe.</summary>
internal sealed class RecoveryGate
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _closed;
    private TaskCompletionSource? _drained;
    private int _inside;

    public async ValueTask EnterAsync()
    {
        while (true)
        {
            Task wait;
            lock (_lock)
            {
                if (_closed is null)
                {
                    _inside++;
                    return;
                }

                wait = _closed.Task;
            }

            await wait.ConfigureAwait(false);
        }
    }

    public void Leave()
    {
        lock (_lock)
        {
            if (--_inside == 0)
            {
                _drained?.TrySetResult();
            }
        }
    }

    /// <summary>Completes when nobody is inside any more; one at a time.</summary>
    public Task CloseAsync()
    {
        lock (_lock)
        {
            _closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_inside == 0)
            {
                _drained.TrySetResult();
            }

            return _drained.Task;
        }
    }

    public void Reopen()
    {
        lock (_lock)
        {
            _closed?.TrySetResult();
            (_closed, _drained) = (null, null);
        }
    }
}
