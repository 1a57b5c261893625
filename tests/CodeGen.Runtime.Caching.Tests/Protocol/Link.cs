using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching.Tests.Protocol;

/// <summary>The way from one node to the servers: calls take effect in order, unless a fault lies in wait for them.</summary>
internal sealed class Link(TimeProvider nodeClock, TimeSpan commandTimeout)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<CallKind, CallFault> _armed = [];
    private readonly Queue<TaskCompletionSource> _held = [];

    /// <summary>Whether the log cannot be reached.</summary>
    public bool LogAway { get; set; }

    /// <summary>Whether the shared tier cannot be reached.</summary>
    public bool DataAway { get; set; }

    /// <summary>Lies in wait for the next call of a kind.</summary>
    public void Arm(CallKind kind, CallFault fault)
    {
        lock (_gate)
        {
            _armed[kind] = fault;
        }
    }

    public void Disarm()
    {
        lock (_gate)
        {
            _armed.Clear();
        }
    }

    /// <summary>Lets the oldest call held go on; <see langword="false"/> when none is.</summary>
    public bool ReleaseOne()
    {
        lock (_gate)
        {
            if (_held.TryDequeue(out TaskCompletionSource? held))
            {
                held.SetResult();
                return true;
            }

            return false;
        }
    }

    public Task<T> CallAsync<T>(CallKind kind, Func<T> effect)
    {
        CallFault fault;
        TaskCompletionSource held;
        lock (_gate)
        {
            if (kind <= CallKind.LogOther ? LogAway : DataAway)
            {
                return Task.FromException<T>(new CoordinationException($"{kind}: away"));
            }

            if (!_armed.Remove(kind, out fault))
            {
                return Task.FromResult(effect());
            }

            if (fault is CallFault.FailBefore or CallFault.FailAfter)
            {
                if (fault == CallFault.FailAfter)
                {
                    effect();
                }

                return Task.FromException<T>(new CoordinationException($"{kind}: {fault}"));
            }

            held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _held.Enqueue(held);
        }

        return InTimeAsync(kind, fault == CallFault.HoldBefore ? LaterAsync(held.Task, effect) : AnswerLaterAsync(held.Task, effect()));
    }

    private static async Task<T> LaterAsync<T>(Task released, Func<T> effect)
    {
        await released;
        return effect();
    }

    private static async Task<T> AnswerLaterAsync<T>(Task released, T answer)
    {
        await released;
        return answer;
    }

    private async Task<T> InTimeAsync<T>(CallKind kind, Task<T> answer)
    {
        try
        {
            return await answer.WaitAsync(commandTimeout, nodeClock);
        }
        catch (TimeoutException)
        {
            throw new CoordinationException($"{kind}: no answer in time");
        }
    }
}
