using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <summary>A flight for values of one type.</summary>
internal sealed class Flight<T>(in EntryKey key, LogPosition stamp, long mark, bool isCurrent) : Flight(key, stamp, mark, isCurrent)
{
    private readonly TaskCompletionSource<FlightResult<T>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SharedCall? _shared;

    public Task<FlightResult<T>> Task => _done.Task;

    /// <summary>Offers what a caller waits for to those who ask from the same position on, and who like this one cannot leave before the end: to them it is the same.</summary>
    public void Share(Task<T> call, LogPosition asked, long mark) => Volatile.Write(ref _shared, new SharedCall(call, asked, mark));

    /// <summary>What a caller who asks now may wait for along with another.</summary>
    public Task<T>? Shared(LogPosition asked, long mark) =>
        Volatile.Read(ref _shared) is { } shared && shared.Asked == asked && shared.Mark == mark && !shared.Call.IsCompleted ? shared.Call : null;

    /// <summary>A value from before that callers may have when the factory takes too long; set before the factory begins.</summary>
    public StaleValue<T>? Stale
    {
        get => Volatile.Read(ref field);
        set => Volatile.Write(ref field, value);
    }

    /// <summary>Gives the callers a value from before while the factory goes on.</summary>
    public void Answer(StaleValue<T> stale)
    {
        AnsweredWith = stale.Entry;
        _done.TrySetResult(stale.Result);
    }

    public void Complete(in FlightResult<T> result) => _done.TrySetResult(result);

    public void Fail(Exception exception)
    {
        if (exception is OperationCanceledException canceled)
        {
            _done.TrySetCanceled(canceled.CancellationToken);
        }
        else
        {
            _done.TrySetException(exception);
        }

        // A flight whose callers have all left has nobody to observe its failure.
        _ = _done.Task.Exception;
    }

    protected override void FailOverdue() => Fail(TieredCache.FactoryTimedOut(Region));

    private sealed record SharedCall(Task<T> Call, LogPosition Asked, long Mark);
}
