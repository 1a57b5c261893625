using System.Diagnostics.CodeAnalysis;

namespace CodeGen.Runtime.Caching;

/// <summary>
/// Gathers the keys of one bulk call that have to be made and calls the factory once with all of them: as soon as each key of the call is decided, that is found, joined to
/// somebody else's flight, waiting for another node, or here. A key that turns up after that (the other node failed it) gets a call of its own. Waiting for those would let two bulk calls
/// wait for each other. Thread-safe.
/// </summary>
internal sealed class BulkBatch<TKey, T>(Func<IReadOnlyList<BulkMiss<TKey, T>>, CancellationToken, ValueTask> factory, int keys)
{
    private readonly Lock _gate = new();
    private readonly bool[] _decided = new bool[keys];
    private List<(BulkMiss<TKey, T> Miss, CancellationToken Token)> _gathered = [];
    private int _undecided = keys;

    /// <summary>The factory of one key: waits for the call that makes it among the others.</summary>
    public async ValueTask<T> MakeAsync(TKey key, int order, CacheEntryContext context, CancellationToken cancellationToken)
    {
        var miss = new BulkMiss<TKey, T>(key, order, context);
        lock (_gate)
        {
            _gathered.Add((miss, cancellationToken));
        }

        Decide(order);
        return await miss.Made.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The batch does not wait for this key any longer.</summary>
    public void Decide(int order)
    {
        List<(BulkMiss<TKey, T> Miss, CancellationToken Token)> ready;
        lock (_gate)
        {
            if (!_decided[order])
            {
                _decided[order] = true;
                _undecided--;
            }

            if (_undecided > 0 || _gathered.Count == 0)
            {
                return;
            }

            ready = _gathered;
            _gathered = [];
        }

        _ = RunAsync(ready);
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever the factory throws belongs to the callers of its keys.")]
    private async Task RunAsync(List<(BulkMiss<TKey, T> Miss, CancellationToken Token)> ready)
    {
        // Cancelled when the callers of all its keys have left or their deadlines have passed.
        using var stop = new CancellationTokenSource();
        int left = ready.Count;
        List<CancellationTokenRegistration> registrations = ready.ConvertAll(r => r.Token.Register(() =>
        {
            if (Interlocked.Decrement(ref left) == 0)
            {
                stop.Cancel();
            }
        }));
        BulkMiss<TKey, T>[] misses = [.. ready.Select(static r => r.Miss).OrderBy(static m => m.Order)];
        Exception unmade;
        try
        {
            await factory(misses, stop.Token).ConfigureAwait(false);
            unmade = new InvalidOperationException("The factory of a bulk call returned without a value for this key. Call Set or Fail for each miss that it is given.");
        }
        catch (Exception e)
        {
            unmade = e;
        }

        foreach (BulkMiss<TKey, T> miss in misses)
        {
            miss.TryFail(unmade);
        }

        foreach (CancellationTokenRegistration registration in registrations)
        {
            await registration.DisposeAsync().ConfigureAwait(false);
        }
    }
}
