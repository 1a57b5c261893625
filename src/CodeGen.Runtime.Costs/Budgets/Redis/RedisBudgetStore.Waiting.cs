using System.Globalization;
using CodeGen.Runtime.Coordination;
using StackExchange.Redis;

namespace CodeGen.Runtime.Costs;

/// <content>What was spent while the server was away.</content>
internal sealed partial class RedisBudgetStore
{
    private readonly LinkedList<WaitingStep> _waiting = [];
    private readonly SemaphoreSlim _draining = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();
    private Func<List<CrossedThreshold>, ValueTask>? _crossedLater;

    /// <summary>How many steps wait for the server.</summary>
    internal int WaitingCount
    {
        get
        {
            lock (_waiting)
            {
                return _waiting.Count;
            }
        }
    }

    public void OnCrossedLater(Func<List<CrossedThreshold>, ValueTask> handler) => _crossedLater = handler;

    /// <summary>Does what waits, in its order, until nothing does or the server is away again.</summary>
    internal async Task DrainAsync()
    {
        if (!await _draining.WaitAsync(TimeSpan.Zero).ConfigureAwait(false))
        {
            return;
        }

        int done = 0;
        var frozen = new HashSet<WaitingStep>(ReferenceEqualityComparer.Instance);
        try
        {
            while (!_stopping.IsCancellationRequested && First(frozen) is { } step)
            {
                try
                {
                    await DoLateAsync(step).ConfigureAwait(false);
                    Remove(step);
                    done++;
                }
                catch (BudgetUnavailableException e) when (e.IsFrozen)
                {
                    // It waits for nodes; what comes after it need not.
                    frozen.Add(step);
                }
            }
        }
        catch (Exception e) when (e is BudgetUnavailableException or LedgerUnavailableException)
        {
            // It waits on.
        }
        finally
        {
            _draining.Release();
        }

        if (done > 0)
        {
            SharedBudgetLog.WaitingDone(_logger, done, WaitingCount);
        }
    }

    /// <summary>What waits, for a log.</summary>
    internal string DescribeWaiting()
    {
        lock (_waiting)
        {
            return string.Join("; ", _waiting.Where(static step => step.Verb is WaitingStep.Settle or WaitingStep.Charge or WaitingStep.Split).Take(100).Select(static step => $"{step.Hold.Id} {step.Amounts.Actual}"));
        }
    }

    private void DrainSoon()
    {
        if (WaitingCount > 0 && _draining.CurrentCount > 0)
        {
            _ = DrainAsync();
        }
    }

    private async Task DoLateAsync(WaitingStep step)
    {
        SettleOutcome outcome = default;
        try
        {
            switch (step.Verb)
            {
                case WaitingStep.Reserve:
                    await SendReserveAsync(step.Hold).ConfigureAwait(false);
                    break;
                case WaitingStep.Abandon:
                    await ProlongAsync(step.Hold, RedisValue.EmptyString, wait: null).ConfigureAwait(false);
                    break;
                case WaitingStep.Charge:
                    outcome = (await ChargeLateAsync(step).ConfigureAwait(false)).Settled;
                    break;
                default:
                    outcome = await SendCloseAsync(step, wait: null).ConfigureAwait(false);
                    break;
            }
        }
        catch (OverflowException e)
        {
            Account.End(step);
            SharedBudgetLog.WaitingFailed(_logger, step.Hold.Id, step.Amounts.Actual, e.Message);
        }

        if (outcome.Status == SettleStatus.Conflict)
        {
            SharedBudgetLog.WaitingFailed(_logger, step.Hold.Id, step.Amounts.Actual, "it was settled before, with another amount");
        }

        if (outcome.Status == SettleStatus.Replaced)
        {
            await SayAgainAsync().ConfigureAwait(false);
        }

        await TellAsync(outcome.Crossed).ConfigureAwait(false);
    }

    private ValueTask TellAsync(List<CrossedThreshold>? crossed) => crossed is not null && _crossedLater is { } handler ? handler(crossed) : ValueTask.CompletedTask;

    private async Task<(ReserveOutcome Reserved, SettleOutcome Settled)> ChargeLateAsync(WaitingStep step)
    {
        while (true)
        {
            (ReserveOutcome reserved, SettleOutcome settled) = await ChargeAsync(step, late: true).ConfigureAwait(false);
            if (reserved.Status != ReserveStatus.TableTooOld)
            {
                return (reserved, settled);
            }

            foreach (ref HoldShare share in step.Hold.Shares.AsSpan())
            {
                share.Scope.Extend(reserved.Now);
            }
        }
    }

    /// <summary>Puts a step in the queue, and says what its caller is told.</summary>
    private BudgetUnavailableException Waiting(WaitingStep step, BudgetUnavailableException cause) => TryWait(step, mayDrop: false)
        ? new BudgetUnavailableException(cause.Message, cause) { IsWaiting = true }
        : new BudgetUnavailableException($"{cause.Message} {_options.MaxWaiting} steps wait for it already, so this one is not kept: {step.Hold.Id} of {step.Amounts.Actual}. Write it down, and book it when Redis is back.", cause);

    internal bool TryWait(WaitingStep step, bool mayDrop)
    {
        int count;
        lock (_waiting)
        {
            count = _waiting.Count;
            if (count >= (mayDrop ? _options.MaxWaiting / 2 : _options.MaxWaiting))
            {
                return false;
            }

            _waiting.AddLast(step);
        }

        if (count == 0)
        {
            SharedBudgetLog.Waiting(_logger, _connection.Endpoint, _options.MaxWaiting);
        }

        return true;
    }

    private WaitingStep? First(HashSet<WaitingStep> without)
    {
        lock (_waiting)
        {
            return _waiting.FirstOrDefault(step => !without.Contains(step));
        }
    }

    private void Remove(WaitingStep step)
    {
        lock (_waiting)
        {
            _waiting.Remove(step);
        }
    }

    /// <summary>A step that waits may have been done, and only its answer was lost. What the new epoch still has of it belongs into the account before that is posted.</summary>
    /// <param name="counts">Whether a resolution that was replaced is to be in the account.</param>
    private async Task ConfirmWaitingAsync(Func<WaitingStep, bool> counts)
    {
        WaitingStep[] steps;
        lock (_waiting)
        {
            steps = [.. _waiting.Where(static step => step.Verb is WaitingStep.Settle or WaitingStep.Charge or WaitingStep.Resolve or WaitingStep.Split)];
        }

        if (steps.Length == 0)
        {
            return;
        }

        try
        {
            IDatabase database = (await _connection.DataAsync(CancellationToken.None).ConfigureAwait(false)).GetDatabase();
            RedisValue[] closed = await database.StringGetAsync([.. steps.Select(step => _keys.Closed(step.Hold.Id))], CommandFlags.DemandMaster).ConfigureAwait(false);
            for (int i = 0; i < steps.Length; i++)
            {
                if ((string?)closed[i] is { } text && ClosedText.Parse(text) is var record && (IsOwn(steps[i], record) || (IsReplaced(steps[i], record) && counts(steps[i]))))
                {
                    // Nobody must do it again when the store has lost its record, too.
                    List<CrossedThreshold>? crossed = Confirm(steps[i], record);
                    Account.End(steps[i]);
                    Remove(steps[i]);
                    await TellAsync(crossed).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (e is CoordinationException || RedisErrors.IsRedis(e))
        {
            throw new BudgetUnavailableException(string.Create(CultureInfo.InvariantCulture, $"Redis at {_connection.Endpoint} went away while this node joined it again. It is tried again with the next call."), e);
        }
    }
}
