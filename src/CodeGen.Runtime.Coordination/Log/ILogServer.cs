namespace CodeGen.Runtime.Coordination;

/// <summary>The atomic operations on the log. Implementations are thread-safe; each call either took effect whole or threw <see cref="CoordinationException"/> (then it may have taken effect or not).</summary>
internal interface ILogServer : IAsyncDisposable
{
    /// <summary>Whether the log lives in this process, so that it cannot be away and nobody else writes to it unseen.</summary>
    bool IsLocal { get; }

    /// <summary>Whether calls have a chance at all; <see langword="false"/> lets callers fail fast.</summary>
    bool IsReachable { get; }

    /// <summary>Hears of every record from now on, in order, as far as the transport delivers. Completes when the subscription stands.</summary>
    Task SubscribeAsync(Action<Doorbell> listener, CancellationToken cancellationToken);

    /// <summary>Gives the record the next sequence, raises its members and rings.</summary>
    Task<LogHead> AppendAsync(LogRecord record, CancellationToken cancellationToken);

    /// <summary>The same for a log that needs nobody to wait: the listeners have heard the record when the call returns. <see langword="null"/>, and nothing appended, for any other.</summary>
    LogHead? TryAppendAtOnce(LogRecord record) => null;

    /// <summary>Tells the head. A write, so that a server which may no longer accept writes cannot grant anything.</summary>
    /// <param name="recovers">Whether this node takes part in carrying records over a fail-over.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    Task<LogHead> RenewAsync(bool recovers, CancellationToken cancellationToken);

    /// <summary>Members raised after a sequence, oldest first.</summary>
    Task<LogPage> ReadAsync(long after, int limit, CancellationToken cancellationToken);

    /// <summary>The last sequence of one member, or 0 when the log does not hold it, and the epoch of the log that says so: another one's silence means nothing.</summary>
    Task<LogPosition> GetLastAsync(string member, CancellationToken cancellationToken);

    /// <summary>Retires short-lived members that still have the sequence given, and raises the short floor to <paramref name="upTo"/>.</summary>
    Task RetireShortAsync(IReadOnlyList<KeyValuePair<string, long>> members, long upTo, CancellationToken cancellationToken);

    /// <summary>Retires everything up to a sequence and raises the floor to it.</summary>
    Task RetireAsync(long upTo, CancellationToken cancellationToken);

    /// <summary>
    /// Says that this node has carried over what it knew of the previous epoch. Gives the number of live nodes that take part and have not yet said so:
    /// a node is live for <paramref name="liveFor"/> after its last call.
    /// </summary>
    Task<int> ReportRecoveredAsync(ulong epoch, TimeSpan liveFor, CancellationToken cancellationToken);

    /// <summary>The server's clock in milliseconds.</summary>
    Task<long> GetTimeAsync(CancellationToken cancellationToken);
}
