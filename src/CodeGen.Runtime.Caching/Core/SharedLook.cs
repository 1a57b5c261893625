namespace CodeGen.Runtime.Caching;

/// <summary>A read of the shared tier under way, which others may share. Never fails.</summary>
/// <param name="mark">How many invalidations without a sequence there were when it began.</param>
internal sealed class SharedLook<T>(long mark)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource<SharedLookup<T>>? _joined;
    private SharedLookup<T>? _result;

    public long Mark => mark;

    /// <summary>What it comes back with.</summary>
    public Task<SharedLookup<T>> JoinAsync()
    {
        lock (_gate)
        {
            return _result is { } known
                ? Task.FromResult(known)
                : (_joined ??= new TaskCompletionSource<SharedLookup<T>>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    public void Complete(in SharedLookup<T> result)
    {
        TaskCompletionSource<SharedLookup<T>>? joined;
        lock (_gate)
        {
            _result = result;
            joined = _joined;
        }

        joined?.TrySetResult(result);
    }
}
