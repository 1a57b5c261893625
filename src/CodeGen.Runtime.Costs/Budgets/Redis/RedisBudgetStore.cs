using CodeGen.Runtime.Coordination;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// Budgets that several nodes share, on Redis 6.2 or later, Redis Cluster, or a compatible server whose scripts are atomic. Each step is one script; the server's clock chooses the windows.
/// Thread-safe.
/// </summary>
internal sealed partial class RedisBudgetStore : IBudgetStore, ISnapshotStore, ILateStore, IAsyncDisposable
{
    private readonly RedisConnection _connection;
    private readonly BudgetScripts _scripts;
    private readonly BudgetKeys _keys;
    private readonly SharedScopes _scopes;
    private readonly SharedBudgetOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private volatile string _nodeText;
    private long _ahead;

    public RedisBudgetStore(RedisConnection connection, IReadOnlyList<BudgetScope> scopes, SharedBudgetOptions options, TimeProvider time, ILogger logger, BudgetScripts? scripts = null, INodeJournal? journal = null)
    {
        _connection = connection;
        _scripts = scripts ?? new BudgetScripts();
        _keys = new BudgetKeys(options.Namespace);
        _scopes = new SharedScopes(scopes, _keys);
        _options = options;
        _time = time;
        _logger = logger;
        _nodeText = BudgetKeys.NodeText(options.Node);
        _known = [.. options.Known];
        Account = new NodeAccount(journal);
        if (journal is not null)
        {
            Restore(journal.Restore(_scopes, options.Node));
            LeftCharges = journal.Left;
        }
    }

    /// <summary>The charges of former processes that budgets had not heard of.</summary>
    public IReadOnlyList<LeftCharge> LeftCharges { get; } = [];

    /// <summary>This node as the others and the log name it.</summary>
    public string NodeName => _nodeText;

    /// <summary>What this node has booked and holds.</summary>
    public NodeAccount Account { get; }

    /// <summary>The server's clock, as far as this node has heard.</summary>
    private long Now => LocalNow + Interlocked.Read(ref _ahead);

    private long LocalNow => _time.GetUtcNow().ToUnixTimeMilliseconds();

    public ValueTask<ReserveOutcome> ReserveAsync(HoldRecord hold, CancellationToken cancellationToken)
    {
        if (hold.Shares.Length == 0)
        {
            return new ValueTask<ReserveOutcome>(HoldAlone(hold));
        }

        return cancellationToken.CanBeCanceled ? new(ReserveForAsync(hold, cancellationToken)) : new(ReserveOrPassAsync(hold));
    }

    public async ValueTask<(ReserveOutcome Reserved, SettleOutcome Settled)> ChargeAsync(HoldRecord hold, BookedAmounts amounts, CancellationToken cancellationToken)
    {
        if (hold.Shares.Length == 0)
        {
            return (new ReserveOutcome(ReserveStatus.Held, Now), new SettleOutcome(SettleStatus.Booked));
        }

        var step = new WaitingStep(WaitingStep.Charge, hold, amounts, Now);
        Account.Intend(step);
        return await ChargeOrWaitAsync(step).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>A wait that is given up must not leave a hold behind: either the caller gets it, or it is given back.</summary>
    private async Task<ReserveOutcome> ReserveForAsync(HoldRecord hold, CancellationToken cancellationToken)
    {
        Task<ReserveOutcome> reserving = ReserveOrPassAsync(hold);
        try
        {
            return await reserving.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _ = GiveBackAsync(hold, reserving);
            throw;
        }
    }

    private async Task GiveBackAsync(HoldRecord hold, Task<ReserveOutcome> reserving)
    {
        try
        {
            if ((await reserving.ConfigureAwait(false)).Status == ReserveStatus.Held)
            {
                await CloseAsync(new WaitingStep(WaitingStep.Release, hold, default, 0), waits: true).ConfigureAwait(false);
            }
        }
        catch (BudgetUnavailableException)
        {
            // A reservation that failed gives itself back.
        }
    }

    private async Task<ReserveOutcome> ReserveOrPassAsync(HoldRecord hold)
    {
        try
        {
            return await SendReserveAsync(hold).ConfigureAwait(false);
        }
        catch (BudgetUnavailableException) when (!hold.Shares.AsSpan().ContainsEnforced())
        {
            // Nothing here refuses: the call goes on, and what it comes to is told later.
            PlaceHere(hold);
            hold.State = HoldState.Held;
            hold.ReservedAt = Now;
            hold.OrphanedAt = hold.ReservedAt + hold.Lease;
            TryWait(new WaitingStep(WaitingStep.Reserve, hold, default, hold.ReservedAt), mayDrop: true);
            return new ReserveOutcome(ReserveStatus.Held, hold.ReservedAt);
        }
        catch (BudgetUnavailableException e) when (e.MayHaveHappened)
        {
            // Only the answer may have been lost: the hold, if there is one, is nobody's.
            TryWait(new WaitingStep(WaitingStep.Release, hold, default, 0), mayDrop: true);
            throw;
        }
    }

    private async Task<ReserveOutcome> SendReserveAsync(HoldRecord hold)
    {
        while (true)
        {
            ReserveOutcome outcome = await TrySendReserveAsync(hold).ConfigureAwait(false);
            if (outcome.Status != ReserveStatus.Opening)
            {
                return outcome;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(Math.Max(1, outcome.RenewsAt - outcome.Now)), _time, _stopping.Token).ConfigureAwait(false);
        }
    }

    private async Task<ReserveOutcome> TrySendReserveAsync(HoldRecord hold)
    {
        HoldShare[] shares = hold.Shares;
        var keys = new RedisKey[4 + shares.Length];
        (keys[0], keys[1], keys[2], keys[3]) = (_keys.Meta, _keys.Leases, _keys.Open, _keys.Closed(hold.Id));
        var arguments = new RedisValue[BudgetScripts.HeadArguments + (BudgetScripts.ShareArguments * shares.Length)];
        arguments[2] = hold.Id.ToString();
        arguments[3] = hold.Lease;
        arguments[4] = HoldText.Head(hold);
        arguments[5] = RedisValue.EmptyString;
        long now = Now;
        for (int i = 0; i < shares.Length; i++)
        {
            SharedScope scope = _scopes[shares[i].Scope];
            keys[4 + i] = scope.Key;
            Fill(arguments, i, scope, LimbText.Of(shares[i].Amount), HoldText.Share(shares[i]), now);
        }

        return await RunAsync(_scripts.Reserve, keys, arguments, "reserve", answer => Reserved(hold, answer)).ConfigureAwait(false);
    }

    private ReserveOutcome Reserved(HoldRecord hold, BudgetAnswer answer)
    {
        switch (answer.Letter)
        {
            case BudgetAnswer.Held:
                string[] first = answer.Text(1).Split('\t');
                hold.ReservedAt = HoldText.Number(first[1]);
                hold.OrphanedAt = (long)answer[0];
                hold.State = HoldState.Held;
                HoldText.Place(hold, first[3]);
                Keep(hold);
                return new ReserveOutcome(ReserveStatus.Held, answer.Now);
            case BudgetAnswer.Closed:
                // This hold was there and is closed: the first answer comes after what it made unnecessary.
                var closed = ClosedText.Parse(answer.Text(0));
                (hold.State, hold.ReservedAt) = (closed.State, closed.ReservedAt);
                HoldText.Place(hold, closed.Starts);
                return new ReserveOutcome(ReserveStatus.Held, answer.Now);
            case BudgetAnswer.TableTooOld:
                return new ReserveOutcome(ReserveStatus.TableTooOld, answer.Now);
            case BudgetAnswer.Refused:
                int share = (int)answer[0];
                HoldText.PlaceOne(hold, share, answer.Text(3));
                return new ReserveOutcome(ReserveStatus.Refused, answer.Now, share, LimbText.Parse(answer.Text(1)), (long)answer[2]);
            case BudgetAnswer.Frozen when answer.Count > 0:
                return new ReserveOutcome(ReserveStatus.Opening, answer.Now, RenewsAt: (long)answer[0]);
            case BudgetAnswer.Frozen:
                throw Frozen();
            default:
                throw Unexpected(answer);
        }
    }

    private void Keep(HoldRecord hold)
    {
        try
        {
            Account.Reserved(hold);
        }
        catch (LedgerUnavailableException)
        {
            // The caller does not get a hold that the next process would know nothing of.
            hold.State = HoldState.New;
            TryWait(new WaitingStep(WaitingStep.Release, hold, default, 0), mayDrop: true);
            throw;
        }
    }

    private async Task<(ReserveOutcome Reserved, SettleOutcome Settled)> ChargeOrWaitAsync(WaitingStep step)
    {
        try
        {
            return await ChargeAsync(step, late: false).ConfigureAwait(false);
        }
        catch (BudgetUnavailableException e) when (e.IsWaiting)
        {
            return (new ReserveOutcome(ReserveStatus.Held, step.At), new SettleOutcome(SettleStatus.Booked));
        }
        catch (Exception e) when (e is BudgetUnavailableException or OverflowException)
        {
            Account.End(step);
            throw;
        }
    }

    private async Task<(ReserveOutcome Reserved, SettleOutcome Settled)> ChargeAsync(WaitingStep step, bool late)
    {
        HoldShare[] shares = step.Hold.Shares;
        var keys = new RedisKey[3 + shares.Length];
        (keys[0], keys[1]) = (_keys.Meta, _keys.Closed(step.Hold.Id));
        var arguments = new RedisValue[BudgetScripts.HeadArguments + (BudgetScripts.ShareArguments * shares.Length)];
        arguments[2] = step.Hold.Id.ToString();
        arguments[3] = HoldText.Amount(step.Amounts.Actual);
        arguments[4] = late ? step.At : 0;
        arguments[5] = _options.KeepClosed;
        for (int i = 0; i < shares.Length; i++)
        {
            SharedScope scope = _scopes[shares[i].Scope];
            keys[3 + i] = scope.Key;
            Fill(arguments, i, scope, LimbText.Of(step.Amounts[i]), scope.Levels, late ? step.At : Now);
        }

        return await RunAsync(_scripts.Charge, keys, arguments, "charge", answer => Charged(step, answer), late ? null : step, part: 2).ConfigureAwait(false);
    }

    private (ReserveOutcome Reserved, SettleOutcome Settled) Charged(WaitingStep step, BudgetAnswer answer)
    {
        switch (answer.Letter)
        {
            case BudgetAnswer.TableTooOld:
                return (new ReserveOutcome(ReserveStatus.TableTooOld, (long)answer[0]), default);
            case BudgetAnswer.Repeated:
                List<CrossedThreshold>? crossed = Confirm(step, answer);
                Account.End(step);
                return (new ReserveOutcome(ReserveStatus.Held, answer.Now), new SettleOutcome(SettleStatus.Repeated, crossed));
            case BudgetAnswer.Booked:
                HoldText.Place(step.Hold, answer.Text(0));
                Finish(step, [.. step.Hold.Shares.Select((_, i) => step.Amounts[i])]);
                return (new ReserveOutcome(ReserveStatus.Held, answer.Now), new SettleOutcome(SettleStatus.Booked, Crossed(step.Hold, answer.From(1))));
            default:
                throw Unexpected(answer);
        }
    }

    private static void Fill(RedisValue[] arguments, int share, SharedScope scope, string amount, RedisValue last, long now)
    {
        SharedWindows windows = scope.WindowsAt(now);
        Span<RedisValue> own = arguments.AsSpan(BudgetScripts.HeadArguments + (BudgetScripts.ShareArguments * share));
        own[0] = amount;
        own[1] = scope.Limit;
        own[2] = scope.Enforced;
        own[3] = scope.Reach;
        own[4] = windows.FirstStart;
        own[5] = windows.FirstExists;
        own[6] = windows.SecondStart;
        own[7] = windows.SecondExists;
        own[8] = windows.End;
        own[9] = last;
    }

    /// <summary>No budget is concerned: there is nothing to tell anybody.</summary>
    private ReserveOutcome HoldAlone(HoldRecord hold)
    {
        long now = Now;
        (hold.State, hold.ReservedAt, hold.OrphanedAt) = (HoldState.Held, now, now + hold.Lease);
        return new ReserveOutcome(ReserveStatus.Held, now);
    }

    /// <summary>Chooses windows by what this node knows of the server's clock.</summary>
    private void PlaceHere(HoldRecord hold)
    {
        long now = Now;
        foreach (ref HoldShare share in hold.Shares.AsSpan())
        {
            if (share.Scope.Table.IndexOf(now) < 0)
            {
                share.Scope.Extend(now);
            }

            WindowTable table = share.Scope.Table;
            int index = table.IndexOf(now);
            share.WindowId = index < 0 ? null : table.Ids[index];
            share.WindowStart = share.WindowId is null ? 0 : table.Starts[index];
        }
    }
}
