using System.Runtime.CompilerServices;

namespace CodeGen.Runtime.Caching;

/// <summary>
/// One key that a bulk factory has to make: give its value with <see cref="Set"/>, or say with <see cref="Fail"/> why there is none. Callers of a key have it as soon as it is set, while the factory
/// goes on with the others. Thread-safe, except for the context.
/// </summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="T">The type of the values.</typeparam>
public sealed class BulkMiss<TKey, T>
{
    private readonly TaskCompletionSource<T> _made = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal BulkMiss(TKey key, int order, CacheEntryContext context)
    {
        Key = key;
        Order = order;
        Context = context;
    }

    /// <summary>The key.</summary>
    public TKey Key { get; }

    /// <summary>Tags, cost, life and the rest of this key's value; say them before <see cref="Set"/>.</summary>
    public CacheEntryContext Context { get; }

    internal int Order { get; }

    internal Task<T> Made => _made.Task;

    /// <summary>The key's value.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="InvalidOperationException">The key has a value or a failure already.</exception>
    public void Set(T value) => Once(_made.TrySetResult(value));

    /// <summary>There is no value for this key; the others are not concerned.</summary>
    /// <param name="exception">What its callers get.</param>
    /// <exception cref="InvalidOperationException">The key has a value or a failure already.</exception>
    public void Fail(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        Once(TryFail(exception));
    }

    internal bool TryFail(Exception exception)
    {
        bool failed = _made.TrySetException(exception);

        // A key whose callers have all left has nobody to observe it.
        _ = _made.Task.Exception;
        return failed;
    }

    private static void Once(bool first, [CallerMemberName] string method = "")
    {
        if (!first)
        {
            throw new InvalidOperationException($"{method}: this key has a value or a failure already. Call Set or Fail once for each miss.");
        }
    }
}
