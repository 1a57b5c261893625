using System.Threading.Tasks.Sources;

namespace CodeGen.Runtime.Caching;

/// <summary>A call under way of a method built by <see cref="SharedPoolMethodBuilder{TResult}"/>.</summary>
internal abstract class PooledCall<TResult> : IValueTaskSource<TResult>
{
    private ManualResetValueTaskSourceCore<TResult> _source;

    public ValueTask<TResult> Task => new(this, _source.Version);

    public void SetResult(TResult result) => _source.SetResult(result);

    public void SetException(Exception exception) => _source.SetException(exception);

    public ValueTaskSourceStatus GetStatus(short token) => _source.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => _source.OnCompleted(continuation, state, token, flags);

    public TResult GetResult(short token)
    {
        // Throws for a token of an earlier call, and then nothing is returned.
        bool over = _source.GetStatus(token) != ValueTaskSourceStatus.Pending;
        try
        {
            return _source.GetResult(token);
        }
        finally
        {
            if (over)
            {
                _source.Reset();
                Return();
            }
        }
    }

    /// <summary>The result was taken.</summary>
    protected abstract void Return();
}
