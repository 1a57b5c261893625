using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <summary>A flight for values of one type.</summary>
internal sealed class Flight<T>(in EntryKey key, LogPosition stamp, long mark, bool isCurrent) : Flight(key, stamp, mark, isCurrent)
{
    private TaskCompletionSource<FlightResult<T>>? _done;
    private SharedCall? _shared;
    private FlightResult<T> _result;
    private Exception? _failure;
    private bool _ended;

    /// <summary>The end. Made for the first who waits for it: a flight that ends before anybody does needs none.</summary>
    public Task<FlightResult<T>> Task
    {
        get
        {
            lock (Gate)
            {
                if (_done is null)
                {
                    _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
                    Tell();
                }

                return _done.Task;
            }
        }
    }

    /// <summary>What it came back with, if it has come back.</summary>
    public bool TryGetResult(out FlightResult<T> result)
    {
        lock (Gate)
        {
            result = _result;
            return _ended && _failure is null;
        }
    }

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
        Complete(stale.Result);
    }

    /// <summary>The flight has come back. What comes first counts.</summary>
    public void Complete(in FlightResult<T> result) => End(result, null);

    /// <summary>The flight has failed. What comes first counts.</summary>
    public void Fail(Exception exception) => End(default, exception);

    private void End(in FlightResult<T> result, Exception? failure)
    {
        lock (Gate)
        {
            if (!_ended)
            {
                (_ended, _result, _failure) = (true, result, failure);
                Tell();
            }
        }
    }

    /// <summary>Tells those who wait, under the gate.</summary>
    private void Tell()
    {
        if (!_ended || _done is null)
        {
            return;
        }

        switch (_failure)
        {
            case null:
                _done.TrySetResult(_result);
                break;
            case OperationCanceledException canceled:
                _done.TrySetCanceled(canceled.CancellationToken);
                break;
            default:
                _done.TrySetException(_failure);

                // A flight whose callers have all left has nobody to observe its failure.
                _ = _done.Task.Exception;
                break;
        }
    }

    protected override void FailOverdue() => Fail(TieredCache.FactoryTimedOut(Region));

    private sealed record SharedCall(Task<T> Call, LogPosition Asked, long Mark);
}
