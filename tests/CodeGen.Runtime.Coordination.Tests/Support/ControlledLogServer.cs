namespace CodeGen.Runtime.Coordination.Tests;

/// <summary>The in-process log as if it were on another machine: calls can be paused, failed before or after their effect, and doorbells are delivered by hand.</summary>
internal sealed class ControlledLogServer(TimeProvider timeProvider, int maxRecords = 1_000_000) : ILogServer
{
    private readonly Lock _gate = new();
    private InProcessLogServer _inner = new(timeProvider, maxRecords);
    private Action<Doorbell>? _listener;

    /// <summary>Runs before a call takes effect, with its name.</summary>
    public Func<string, Task>? Before { get; set; }

    /// <summary>Runs after a call took effect.</summary>
    public Func<string, Task>? After { get; set; }

    /// <summary>Runs whenever somebody asks whether the log is local.</summary>
    public Action? OnIsLocal { get; set; }

    /// <summary>Bells not yet delivered, oldest first.</summary>
    public List<Doorbell> Bells { get; } = [];

    public bool IsLocal
    {
        get
        {
            OnIsLocal?.Invoke();
            return false;
        }
    }

    public bool IsReachable => true;

    public void Ring(Doorbell bell) => _listener!(bell);

    public void RingAll()
    {
        foreach (Doorbell bell in Bells)
        {
            Ring(bell);
        }

        Bells.Clear();
    }

    /// <summary>A log that is empty and has another epoch takes this one's place.</summary>
    public void Lose() => _inner = new InProcessLogServer(timeProvider, maxRecords);

    /// <summary>Another node appends.</summary>
    public LogHead Append(params string[] members) => AppendNow(new LogRecord(members));

    public Task SubscribeAsync(Action<Doorbell> listener, CancellationToken cancellationToken) => CallAsync("subscribe", () =>
    {
        _listener = listener;
        return Task.FromResult(true);
    });

    public Task<LogHead> AppendAsync(LogRecord record, CancellationToken cancellationToken) => CallAsync("append", () => Task.FromResult(AppendNow(record)));

    public Task<LogHead> RenewAsync(bool recovers, CancellationToken cancellationToken) => CallAsync("renew", () => _inner.RenewAsync(recovers, cancellationToken));

    public Task<LogPage> ReadAsync(long after, int limit, CancellationToken cancellationToken) => CallAsync("read", () => _inner.ReadAsync(after, limit, cancellationToken));

    public Task<LogPosition> GetLastAsync(string member, CancellationToken cancellationToken) => CallAsync("last", () => _inner.GetLastAsync(member, cancellationToken));

    public Task RetireShortAsync(IReadOnlyList<KeyValuePair<string, long>> members, long upTo, CancellationToken cancellationToken) =>
        CallAsync("retire short", async () =>
        {
            await _inner.RetireShortAsync(members, upTo, cancellationToken);
            return true;
        });

    public Task RetireAsync(long upTo, CancellationToken cancellationToken) => CallAsync("retire", async () =>
    {
        await _inner.RetireAsync(upTo, cancellationToken);
        return true;
    });

    public Task<int> ReportRecoveredAsync(ulong epoch, TimeSpan liveFor, CancellationToken cancellationToken) =>
        CallAsync("report recovered", () => _inner.ReportRecoveredAsync(epoch, liveFor, cancellationToken));

    public Task<long> GetTimeAsync(CancellationToken cancellationToken) => CallAsync("time", () => _inner.GetTimeAsync(cancellationToken));

    public ValueTask DisposeAsync() => _inner.DisposeAsync();

    private LogHead AppendNow(LogRecord record)
    {
        lock (_gate)
        {
            LogHead head = _inner.AppendAsync(record, CancellationToken.None).Result;
            Bells.Add(new Doorbell(head, LogRecord.TryDecodeBody(record.EncodeBody(record.Origin))));
            return head;
        }
    }

    private async Task<T> CallAsync<T>(string name, Func<Task<T>> effect)
    {
        if (Before is { } before)
        {
            await before(name);
        }

        T result = await effect();
        if (After is { } after)
        {
            await after(name);
        }

        return result;
    }
}
