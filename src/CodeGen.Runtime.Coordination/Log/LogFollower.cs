using Microsoft.Extensions.Logging;

namespace CodeGen.Runtime.Coordination;

/// <summary>
/// One node's view of the log: applies records in order, replays what it missed, and holds the lease under which the node may trust its own memory.
/// Thread-safe. Starts on the first call of <see cref="StartAsync"/> or <see cref="EnsureCurrentAsync"/>, not in the constructor.
/// </summary>
internal sealed partial class LogFollower : IAsyncDisposable
{
    private const int PageSize = 5_000;
    private const int MaxEarly = 65_536;
    private readonly ILogServer _server;
    private readonly ILogSink _sink;
    private readonly CoarseClock _clock;
    private readonly LogFollowerOptions _options;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly SortedSet<long> _early = [];
    private readonly List<(long Sequence, ulong Epoch, TaskCompletionSource Done)> _waiters = [];
    private volatile LogHorizon _horizon = LogHorizon.None;
    private long _applied;
    private long _leaseUntil;
    private long _leaseGeneration;
    private long _lastFailure = long.MinValue / 2;
    private bool _leaseTold;
    private bool _synchronized;
    private volatile bool _subscribed;
    private volatile bool _failing;
    private Task<bool>? _renewal;
    private Task? _loop;

    public LogFollower(ILogServer server, ILogSink sink, CoarseClock clock, LogFollowerOptions options, ILogger logger)
    {
        _server = server;
        _sink = sink;
        _clock = clock;
        _options = options;
        _logger = logger;
        _clock.Jumped += OnJumped;
    }

    /// <summary>This node's number in the records it writes.</summary>
    public ulong NodeId { get; } = RandomIdentity.Next();

    public LogHorizon Horizon => _horizon;

    /// <summary>The position up to which everything was applied. The epoch is read first and written last, so a pair that straddles a change is of the old epoch and thereby dead.</summary>
    public LogPosition Position
    {
        get
        {
            ulong epoch = _horizon.Epoch;
            return new LogPosition(epoch, Volatile.Read(ref _applied));
        }
    }

    /// <summary>Whether values in this process may be served on their own: one field read and a compare.</summary>
    public bool HasLease => _clock.Now < Volatile.Read(ref _leaseUntil);

    /// <summary>Until when, on the clock, the last lease held; far in the past before the first one.</summary>
    public long LeaseUntil => Volatile.Read(ref _leaseUntil);

    public bool IsLocal => _server.IsLocal;

    public bool IsServerReachable => _server.IsReachable;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopping.IsCancellationRequested, this);
            _clock.Start();
            _loop ??= RenewLoopAsync();
        }

        await EnsureCurrentAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes sure of the lease with at most one round trip, shared by all callers. Gives <see langword="false"/> when the server is away; never throws for that.</summary>
    public ValueTask<bool> EnsureCurrentAsync(CancellationToken cancellationToken)
    {
        if (HasLease)
        {
            return new(true);
        }

        // After a failure callers do not queue up behind time-outs: for a moment the answer is known, and then one finds out for all.
        if (_failing && (_clock.Exact() - Volatile.Read(ref _lastFailure) < RetryPause || Volatile.Read(ref _renewal) is { IsCompleted: false }))
        {
            return new(false);
        }

        return new(RenewSharedAsync().WaitAsync(cancellationToken));
    }

    /// <summary>Asks for the log's head whether or not the lease holds; shares a request that is under way.</summary>
    public Task<bool> RefreshAsync(CancellationToken cancellationToken) =>
        _server.IsLocal ? Task.FromResult(true) : RenewSharedAsync().WaitAsync(cancellationToken);

    private long RetryPause => Math.Max(50, (long)_options.Coordination.RenewInterval.TotalMilliseconds / 2);

    /// <summary>Drops the lease: values are trusted again only after the next confirmation.</summary>
    public void DropLease()
    {
        Interlocked.Increment(ref _leaseGeneration);
        EndLease();
    }

    // The coarse time, which the lease is compared with: up to the next tick the exact one lies in its future.
    private void EndLease() => Volatile.Write(ref _leaseUntil, Math.Min(Volatile.Read(ref _leaseUntil), _clock.Now));

    public async ValueTask DisposeAsync()
    {
        Task? loop;
        lock (_gate)
        {
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            _clock.Jumped -= OnJumped;
            _stopping.Cancel();
            loop = _loop;
        }

        if (loop is not null)
        {
            await loop.ConfigureAwait(false);
        }

        lock (_gate)
        {
            foreach (var waiter in _waiters)
            {
                waiter.Done.TrySetCanceled();
            }

            _waiters.Clear();
        }
    }

    private Task<bool> RenewSharedAsync()
    {
        lock (_gate)
        {
            if (_stopping.IsCancellationRequested)
            {
                return Task.FromResult(false);
            }

            _clock.Start();
            _loop ??= RenewLoopAsync();
            if (_renewal is { IsCompleted: false } running)
            {
                return running;
            }

            return _renewal = RenewAsync();
        }
    }

    private async Task<bool> RenewAsync()
    {
        // The lock of the caller is left before anything else happens.
        await Task.Yield();
        long generation;
        lock (_gate)
        {
            generation = _leaseGeneration;
        }

        try
        {
            if (!_subscribed)
            {
                await _server.SubscribeAsync(OnDoorbell, _stopping.Token).ConfigureAwait(false);
                _subscribed = true;
            }

            if (!await DrainOutboxAsync().ConfigureAwait(false))
            {
                return false;
            }

            long sent = _clock.Exact();
            LogHead head = await _server.RenewAsync(_options.Recover, _stopping.Token).ConfigureAwait(false);
            _failing = false;
            if (!Covers(head))
            {
                await CatchUpAsync(head).ConfigureAwait(false);
            }
            else
            {
                lock (_gate)
                {
                    AdoptFloor(head);
                }
            }

            if (_recovering is not null && !await RecoverAsync().ConfigureAwait(false))
            {
                return false;
            }

            lock (_gate)
            {
                bool granted = _synchronized && Covers(head) && _outbox.Count == 0 && _recovering is null && generation == Interlocked.Read(ref _leaseGeneration);
                if (granted)
                {
                    long until = _server.IsLocal ? long.MaxValue : sent + (long)_options.Coordination.MaxStaleness.TotalMilliseconds;
                    Volatile.Write(ref _leaseUntil, Math.Max(_leaseUntil, until));
                    if (generation != Interlocked.Read(ref _leaseGeneration))
                    {
                        // Dropped by the clock's thread, which takes no lock, between the look above and the write.
                        DropLease();
                        return false;
                    }

                    if (!_leaseTold)
                    {
                        _leaseTold = true;
                        Log.LeaseRegained(_logger, Position);
                    }
                }

                return granted && HasLease;
            }
        }
        catch (Exception e) when (e is CoordinationException or OperationCanceledException or ObjectDisposedException)
        {
            Volatile.Write(ref _lastFailure, _clock.Exact());
            _failing = true;
            if (_leaseTold && !HasLease)
            {
                _leaseTold = false;
                Log.LeaseLost(_logger, e.Message);
            }

            return false;
        }
    }

    private async Task RenewLoopAsync()
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(_options.Coordination.RenewInterval, _clock.TimeProvider);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token).ConfigureAwait(false))
            {
                if (_server.IsLocal && HasLease)
                {
                    continue;
                }

                try
                {
                    await RenewSharedAsync().ConfigureAwait(false);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // The loop is what keeps the node honest: whatever a sink or a server throws, it goes on.
                    Log.RenewLoopFailed(_logger, e);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private bool Covers(LogHead head) => _synchronized && _horizon.Epoch == head.Epoch && Volatile.Read(ref _applied) >= head.Sequence;

    private void OnJumped()
    {
        Log.ClockJumped(_logger);
        if (!_server.IsLocal)
        {
            DropLease();
        }
    }
}
