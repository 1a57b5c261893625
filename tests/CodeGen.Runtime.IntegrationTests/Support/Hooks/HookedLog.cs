using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.IntegrationTests;

/// <summary>The log as one node sees it: counts round trips, and can hold back what the node hears. Several nodes may share the inner one.</summary>
internal sealed class HookedLog(ILogServer inner, bool ownsInner = true) : ILogServer
{
    private readonly Lock _gate = new();
    private readonly List<Doorbell> _held = [];
    private Action<Doorbell>? _listener;
    private TaskCompletionSource? _deaf;
    private int _appends;
    private int _others;

    public bool IsLocal => inner.IsLocal;

    public bool IsReachable => inner.IsReachable;

    /// <summary>How many records this node has appended.</summary>
    public int Appends => Volatile.Read(ref _appends);

    /// <summary>How often this node asked for anything else than the head.</summary>
    public int OtherCalls => Volatile.Read(ref _others);

    /// <summary>From now on the node hears nothing of other nodes' records, and cannot ask either: it does not know yet.</summary>
    public void Deafen()
    {
        lock (_gate)
        {
            _deaf = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Whether the node reaches the log at all: while it does not, calls fail and what others ring is lost.</summary>
    public bool IsCutOff { get; set; }

    /// <summary>Delivers what was held back.</summary>
    public void Hear()
    {
        TaskCompletionSource? deaf;
        Doorbell[] held;
        lock (_gate)
        {
            deaf = _deaf;
            _deaf = null;
            held = [.. _held];
            _held.Clear();
        }

        foreach (Doorbell bell in held)
        {
            _listener?.Invoke(bell);
        }

        deaf?.TrySetResult();
    }

    public Task SubscribeAsync(Action<Doorbell> listener, CancellationToken cancellationToken)
    {
        _listener = listener;
        return inner.SubscribeAsync(OnDoorbell, cancellationToken);
    }

    public Task<LogHead> AppendAsync(LogRecord record, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _appends);
        return inner.AppendAsync(record, cancellationToken);
    }

    public async Task<LogHead> RenewAsync(bool recovers, CancellationToken cancellationToken)
    {
        await ListenAsync(cancellationToken);
        return await inner.RenewAsync(recovers, cancellationToken);
    }

    public async Task<LogPage> ReadAsync(long after, int limit, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _others);
        await ListenAsync(cancellationToken);
        return await inner.ReadAsync(after, limit, cancellationToken);
    }

    public Task<LogPosition> GetLastAsync(string member, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _others);
        return inner.GetLastAsync(member, cancellationToken);
    }

    public Task RetireShortAsync(IReadOnlyList<KeyValuePair<string, long>> members, long upTo, CancellationToken cancellationToken) =>
        inner.RetireShortAsync(members, upTo, cancellationToken);

    public Task RetireAsync(long upTo, CancellationToken cancellationToken) => inner.RetireAsync(upTo, cancellationToken);

    public Task<int> ReportRecoveredAsync(ulong epoch, TimeSpan liveFor, CancellationToken cancellationToken) =>
        inner.ReportRecoveredAsync(epoch, liveFor, cancellationToken);

    public Task<long> GetTimeAsync(CancellationToken cancellationToken) => inner.GetTimeAsync(cancellationToken);

    public ValueTask DisposeAsync()
    {
        Hear();
        return ownsInner ? inner.DisposeAsync() : ValueTask.CompletedTask;
    }

    private Task ListenAsync(CancellationToken cancellationToken)
    {
        if (IsCutOff)
        {
            throw new CoordinationException("The test has cut this node off.");
        }

        lock (_gate)
        {
            return _deaf is null ? Task.CompletedTask : _deaf.Task.WaitAsync(cancellationToken);
        }
    }

    private void OnDoorbell(Doorbell bell)
    {
        if (IsCutOff)
        {
            return;
        }

        lock (_gate)
        {
            if (_deaf is not null)
            {
                _held.Add(bell);
                return;
            }
        }

        _listener?.Invoke(bell);
    }
}
