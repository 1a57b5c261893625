using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CodeGen.Runtime.Caching;

/// <summary>
/// Builds async methods whose state is kept in a pool that all threads share. The framework's pooling builder keeps it by thread and core, so a method that begins on one thread and ends on another,
/// as every read from a server does, finds its pool empty again and again.
/// </summary>
/// <remarks>The task of such a method is awaited once, at once, by code of this library.</remarks>
[StructLayout(LayoutKind.Auto)]
[SuppressMessage("Performance", "CA1822", Justification = "The compiler calls these members by their pattern.")]
internal struct SharedPoolMethodBuilder<TResult>
{
    private PooledCall<TResult>? _call;
    private TResult _result;

    public static SharedPoolMethodBuilder<TResult> Create() => default;

    public readonly ValueTask<TResult> Task => _call is { } call ? call.Task : new(_result);

    public readonly void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine =>
        default(AsyncValueTaskMethodBuilder<TResult>).Start(ref stateMachine);

    public readonly void SetStateMachine(IAsyncStateMachine stateMachine)
    {
        // The state machine is never boxed: it moves into the call.
    }

    public void SetResult(TResult result)
    {
        if (_call is { } call)
        {
            call.SetResult(result);
        }
        else
        {
            _result = result;
        }
    }

    public void SetException(Exception exception) => (_call ??= new FailedCall<TResult>()).SetException(exception);

    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine =>
        awaiter.OnCompleted(Suspend(ref stateMachine));

    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine =>
        awaiter.UnsafeOnCompleted(Suspend(ref stateMachine));

    private Action Suspend<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine
    {
        if (_call is PooledCall<TResult, TStateMachine> call)
        {
            // Resumed before: the state machine lives in the call already.
            return call.Suspend();
        }

        PooledCall<TResult, TStateMachine> rented = PooledCall<TResult, TStateMachine>.Rent();

        // Before the copy, so that the copy's builder, which is this one's, has it as well.
        _call = rented;
        rented.StateMachine = stateMachine;
        return rented.Suspend();
    }
}
