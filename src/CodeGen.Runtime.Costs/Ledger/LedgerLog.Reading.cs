namespace CodeGen.Runtime.Costs;

internal sealed partial class LedgerLog
{
    /// <inheritdoc/>
    public SegmentEnd EndOf(long segment)
    {
        lock (_gate)
        {
            return segment < _active.Header.Number ? SegmentEnd.Final : new SegmentEnd(_active.Offset, false, _next);
        }
    }

    /// <inheritdoc/>
    public Task WaitAsync(long sequence, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            ThrowIfUnusable();
            if (_next > sequence && _next > 1)
            {
                return Task.CompletedTask;
            }

            _changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _changed.Task.WaitAsync(cancellationToken);
        }
    }
}
