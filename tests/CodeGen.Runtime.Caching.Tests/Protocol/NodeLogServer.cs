using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching.Tests.Protocol;

/// <summary>The log as one node reaches it: over its link, and hearing only the doorbells that the test delivers.</summary>
internal sealed class NodeLogServer(SharedLog log, Link link, int node) : ILogServer
{
    private Action<Doorbell>? _listener;

    public bool IsLocal => false;

    public bool IsReachable => !link.LogAway;

    public void Ring(Doorbell bell) => _listener?.Invoke(bell);

    public Task SubscribeAsync(Action<Doorbell> listener, CancellationToken cancellationToken) =>
        link.CallAsync(CallKind.LogOther, () =>
        {
            _listener = listener;
            log.Subscribe(node);
            return true;
        });

    public async Task<LogHead> AppendAsync(LogRecord record, CancellationToken cancellationToken)
    {
        try
        {
            return await link.CallAsync(CallKind.LogAppend, () => log.Append(record)).ConfigureAwait(false);
        }
        catch (CoordinationException)
        {
            log.OnUnanswered?.Invoke();
            throw;
        }
    }

    public Task<LogHead> RenewAsync(bool recovers, CancellationToken cancellationToken) =>
        link.CallAsync(CallKind.LogRenew, () => SharedLog.Done(log.Server.RenewAsync(recovers, cancellationToken)));

    public Task<LogPage> ReadAsync(long after, int limit, CancellationToken cancellationToken) =>
        link.CallAsync(CallKind.LogRead, () => SharedLog.Done(log.Server.ReadAsync(after, limit, cancellationToken)));

    public Task<LogPosition> GetLastAsync(string member, CancellationToken cancellationToken) =>
        link.CallAsync(CallKind.LogOther, () => SharedLog.Done(log.Server.GetLastAsync(member, cancellationToken)));

    public Task RetireShortAsync(IReadOnlyList<KeyValuePair<string, long>> members, long upTo, CancellationToken cancellationToken) =>
        link.CallAsync(CallKind.LogOther, () => log.Server.RetireShortAsync(members, upTo, cancellationToken).IsCompletedSuccessfully);

    public Task RetireAsync(long upTo, CancellationToken cancellationToken) =>
        link.CallAsync(CallKind.LogOther, () => log.Server.RetireAsync(upTo, cancellationToken).IsCompletedSuccessfully);

    public Task<int> ReportRecoveredAsync(ulong epoch, TimeSpan liveFor, CancellationToken cancellationToken) =>
        link.CallAsync(CallKind.LogOther, () => SharedLog.Done(log.Server.ReportRecoveredAsync(epoch, liveFor, cancellationToken)));

    public Task<long> GetTimeAsync(CancellationToken cancellationToken) =>
        link.CallAsync(CallKind.LogOther, () => SharedLog.Done(log.Server.GetTimeAsync(cancellationToken)));

    public ValueTask DisposeAsync()
    {
        _listener = null;
        log.Unsubscribe(node);
        return ValueTask.CompletedTask;
    }
}
