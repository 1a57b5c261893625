using System.Runtime.CompilerServices;

namespace CodeGen.Runtime.Caching;

/// <summary>A call of one method, with the method's state.</summary>
internal sealed class PooledCall<TResult, TStateMachine> : PooledCall<TResult>
    where TStateMachine : IAsyncStateMachine
{
    /// <summary>As many calls of one method as are kept for the next ones.</summary>
    private const int Kept = 16;
    private static readonly PooledCall<TResult, TStateMachine>?[] s_pool = new PooledCall<TResult, TStateMachine>?[Kept];
    private readonly Action _resume;
    private ExecutionContext? _context;

    private PooledCall() => _resume = Resume;

    /// <summary>The method's state; moved here when it waits for the first time.</summary>
    public TStateMachine StateMachine = default!;

    public static PooledCall<TResult, TStateMachine> Rent()
    {
        foreach (ref PooledCall<TResult, TStateMachine>? place in s_pool.AsSpan())
        {
            if (Volatile.Read(ref place) is not null && Interlocked.Exchange(ref place, null) is { } call)
            {
                return call;
            }
        }

        return new();
    }

    /// <summary>What is to be called when the wait is over.</summary>
    public Action Suspend()
    {
        _context = ExecutionContext.Capture();
        return _resume;
    }

    protected override void Return()
    {
        // Nothing of the call may live on in the pool.
        StateMachine = default!;
        foreach (ref PooledCall<TResult, TStateMachine>? place in s_pool.AsSpan())
        {
            if (Volatile.Read(ref place) is null && Interlocked.CompareExchange(ref place, this, null) is null)
            {
                return;
            }
        }
    }

    private void Resume()
    {
        // Taken first: the next wait brings its own, perhaps on another thread before this one has come back.
        ExecutionContext? context = _context;
        _context = null;
        if (context is null)
        {
            StateMachine.MoveNext();
        }
        else
        {
            ExecutionContext.Run(context, static call => ((PooledCall<TResult, TStateMachine>)call!).StateMachine.MoveNext(), this);
        }
    }
}
