namespace CodeGen.Runtime.Caching;

/// <summary>A read for values of one type. Thread-safe; it costs little while nobody joins it.</summary>
internal sealed class SharedLook<T>(in EntryKey key, long mark) : SharedLook(key, mark)
{
    private static readonly TaskCompletionSource<SharedLookup<T>> s_over = new();
    private TaskCompletionSource<SharedLookup<T>>? _joined;

    /// <summary>What it comes back with; <see langword="null"/> when it has just ended, and the caller had better look again. Never fails.</summary>
    public Task<SharedLookup<T>>? Join()
    {
        TaskCompletionSource<SharedLookup<T>>? joined = Volatile.Read(ref _joined);
        if (joined is null)
        {
            var mine = new TaskCompletionSource<SharedLookup<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
            joined = Interlocked.CompareExchange(ref _joined, mine, null) ?? mine;
        }

        return ReferenceEquals(joined, s_over) ? null : joined.Task;
    }

    public void Complete(in SharedLookup<T> result)
    {
        if (Interlocked.Exchange(ref _joined, s_over) is { } joined)
        {
            joined.TrySetResult(result);
        }
    }
}
