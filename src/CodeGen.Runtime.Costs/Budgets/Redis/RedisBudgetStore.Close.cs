using StackExchange.Redis;

namespace CodeGen.Runtime.Costs;

/// <content>Settlements, resolutions, releases and leases.</content>
internal sealed partial class RedisBudgetStore
{
    public ValueTask<SettleOutcome> SettleAsync(HoldRecord hold, BookedAmounts amounts, CancellationToken cancellationToken)
    {
        if (hold.State == HoldState.Settled)
        {
            return new ValueTask<SettleOutcome>(new SettleOutcome(hold.Actual == amounts.Actual ? SettleStatus.Repeated : SettleStatus.Conflict));
        }

        return CloseAsync(new WaitingStep(WaitingStep.Settle, hold, amounts, Now), waits: true, cancellationToken);
    }

    public ValueTask<SettleOutcome> ResolveAsync(HoldRecord hold, BookedAmounts amounts, CancellationToken cancellationToken) =>
        CloseAsync(new WaitingStep(WaitingStep.Resolve, hold, amounts, Now), waits: true, cancellationToken);

    public async ValueTask<bool> ReleaseAsync(HoldRecord hold, CancellationToken cancellationToken)
    {
        if (hold.State != HoldState.Held)
        {
            return hold.State == HoldState.Released;
        }

        return (await CloseAsync(new WaitingStep(WaitingStep.Release, hold, default, Now), waits: true, cancellationToken).ConfigureAwait(false)).Status is SettleStatus.Booked or SettleStatus.Repeated;
    }

    public async ValueTask<bool> HeartbeatAsync(HoldRecord hold, CancellationToken cancellationToken)
    {
        if (hold.Shares.Length == 0 || hold.State != HoldState.Held)
        {
            return hold.State == HoldState.Held;
        }

        return await ProlongAsync(hold, hold.Lease, wait: null).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask AbandonAsync(HoldRecord hold, CancellationToken cancellationToken)
    {
        if (hold.Shares.Length == 0)
        {
            hold.OrphanedAt = Now;
            return;
        }

        var step = new WaitingStep(WaitingStep.Abandon, hold, default, Now);
        try
        {
            await ProlongAsync(hold, RedisValue.EmptyString, step).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (BudgetUnavailableException)
        {
            // It waits, or its lease ends by itself: it is charged in any case.
        }
    }

    private async ValueTask<SettleOutcome> CloseAsync(WaitingStep step, bool waits, CancellationToken cancellationToken = default)
    {
        if (step.Hold.Shares.Length == 0)
        {
            return CloseAlone(step);
        }

        // Whoever waits for it may give up waiting; that it was spent stays true.
        return await CloseOrWaitAsync(step, waits).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<SettleOutcome> CloseOrWaitAsync(WaitingStep step, bool waits)
    {
        Account.Intend(step);
        try
        {
            SettleOutcome outcome = await SendCloseAsync(step, waits ? step : null).ConfigureAwait(false);
            if (outcome.Status == SettleStatus.Replaced)
            {
                // What waits is put into the account before that is said again.
                TryWait(step, mayDrop: false);
                return new SettleOutcome(SettleStatus.Booked);
            }

            return outcome;
        }
        catch (BudgetUnavailableException e) when (waits && e.IsWaiting)
        {
            return Waits(step);
        }
        catch (BudgetUnavailableException e) when (waits && e.IsFrozen && step.Verb == WaitingStep.Settle && TryWait(step, mayDrop: false))
        {
            // A hold of another node, which may have settled it itself: that it says first.
            return Waits(step);
        }
        catch (Exception e) when (e is BudgetUnavailableException or OverflowException)
        {
            Account.End(step);
            throw;
        }
    }

    /// <summary>Held at its ceiling until then; the amount is in the queue.</summary>
    private static SettleOutcome Waits(WaitingStep step)
    {
        if (step.Verb != WaitingStep.Resolve)
        {
            (step.Hold.State, step.Hold.Actual) = step.Verb == WaitingStep.Release ? (HoldState.Released, default) : (HoldState.Settled, step.Amounts.Actual);
        }

        return new SettleOutcome(SettleStatus.Booked);
    }

    private async Task<SettleOutcome> SendCloseAsync(WaitingStep step, WaitingStep? wait)
    {
        if (step.Verb == WaitingStep.Split)
        {
            (RedisKey[] splitKeys, RedisValue[] splitArguments) = SplitArguments(step);
            return await RunAsync(_scripts.Split, splitKeys, splitArguments, "book a chunk", answer => Closed(step, answer), wait, part: 4).ConfigureAwait(false);
        }

        (RedisKey[] keys, RedisValue[] arguments) = CloseArguments(step);
        return await RunAsync(_scripts.Close, keys, arguments, step.Verb == WaitingStep.Release ? "release" : "settle", answer => Closed(step, answer), wait, part: 4).ConfigureAwait(false);
    }

    private (RedisKey[] Keys, RedisValue[] Arguments) CloseArguments(WaitingStep step)
    {
        HoldRecord hold = step.Hold;
        HoldShare[] shares = hold.Shares;
        var keys = new RedisKey[5 + shares.Length];
        (keys[0], keys[1], keys[2], keys[3], keys[4]) = (_keys.Meta, _keys.Leases, _keys.Open, _keys.Closed(hold.Id), _keys.Part(_nodeText));
        var arguments = new RedisValue[BudgetScripts.CloseHeadArguments + (BudgetScripts.CloseShareArguments * shares.Length)];
        bool books = step.Verb is not (WaitingStep.Release or BudgetScripts.Drop);
        arguments[2] = hold.Id.ToString();
        arguments[3] = step.Verb.ToString();
        arguments[4] = HoldText.Amount(step.Amounts.Actual);
        arguments[5] = step.Verb is WaitingStep.Resolve or BudgetScripts.Resolved ? _options.KeepResolved : _options.KeepClosed;
        arguments[6] = hold.ReservedAt;
        (arguments[7], arguments[8], arguments[9]) = (RedisValue.EmptyString, RedisValue.EmptyString, RedisValue.EmptyString);
        for (int i = 0; i < shares.Length; i++)
        {
            SharedScope scope = _scopes[shares[i].Scope];
            keys[5 + i] = scope.Key;
            Span<RedisValue> own = arguments.AsSpan(BudgetScripts.CloseHeadArguments + (BudgetScripts.CloseShareArguments * i));
            own[0] = LimbText.Of(shares[i].Amount);
            own[1] = LimbText.Of(books ? step.Amounts[i] : 0);
            own[2] = scope.Reach;
            own[3] = hold.State == HoldState.New ? BudgetScripts.UnknownStart : shares[i].WindowId is null ? "-" : shares[i].WindowStart;
            own[4] = books ? scope.Levels : RedisValue.EmptyString;
        }

        return (keys, arguments);
    }

    private SettleOutcome Closed(WaitingStep step, BudgetAnswer answer)
    {
        switch (answer.Letter)
        {
            case BudgetAnswer.Booked:
                Finish(step, ClosedText.Amounts(answer.Text(0)), answer.Text(1));
                return new SettleOutcome(SettleStatus.Booked, Crossed(step.Hold, answer.From(2)));
            case BudgetAnswer.Repeated:
                List<CrossedThreshold>? crossed = Confirm(step, answer);
                Account.End(step);
                return new SettleOutcome(SettleStatus.Repeated, crossed);
            case BudgetAnswer.Conflict:
                Account.End(step);
                Account.Released(step.Hold);
                return new SettleOutcome(SettleStatus.Conflict);
            case BudgetAnswer.NotPossible:
                if (!answer[0].IsNullOrEmpty)
                {
                    var closed = ClosedText.Parse(answer.Text(0));
                    if (step.Verb == WaitingStep.Resolve && IsOwn(step, closed))
                    {
                        return new SettleOutcome(SettleStatus.Booked, Confirm(step, closed));
                    }

                    // What the account has of it already stays as it is.
                    bool isTold = step.Verb == WaitingStep.Resolve && Account.HasClosed(step.Hold.Id);
                    if (!isTold && IsReplaced(step, closed))
                    {
                        return new SettleOutcome(SettleStatus.Replaced);
                    }

                    if (!isTold)
                    {
                        step.Hold.State = closed.State;
                        Account.Released(step.Hold);
                    }
                }

                Account.End(step);
                return new SettleOutcome(SettleStatus.NotPossible);
            case BudgetAnswer.Frozen:
                throw Frozen();
            default:
                throw Unexpected(answer);
        }
    }

    /// <summary>The store has done the step: the same in the record and the account. False where the account was told before.</summary>
    private bool Finish(WaitingStep step, Int128[] changes, string replaced = "")
    {
        HoldRecord hold = step.Hold;
        if (step.Verb == WaitingStep.Release)
        {
            hold.State = HoldState.Released;
            Account.Released(hold);
            return true;
        }

        NodeAccount.Decide(step);
        if (!hold.TryAccount())
        {
            return false;
        }

        Account.Booked(step, changes, _nodeText, replaced);
        return true;
    }

    /// <summary>Whether a closed record is what this very step wrote, or one that says the same.</summary>
    private bool IsOwn(WaitingStep step, ClosedText closed) =>
        closed.Said == HoldText.Amount(step.Amounts.Actual) && (step.Verb == WaitingStep.Resolve ? closed.Verb == WaitingStep.Resolve && closed.By == _nodeText : closed.Verb == WaitingStep.Settle);

    /// <summary>Whether this very step was done, and another took its place.</summary>
    private bool IsReplaced(WaitingStep step, ClosedText closed)
    {
        if (step.Verb != WaitingStep.Resolve || closed.Replaced != _nodeText)
        {
            return false;
        }

        Int128[] booked = ClosedText.Amounts(closed.Booked);
        Int128[] changes = ClosedText.Amounts(closed.Changes);
        return Enumerable.Range(0, booked.Length).All(i => booked[i] - changes[i] == step.Amounts[i]);
    }

    /// <summary>The store had done the step before. If it was the answer to that which got lost, the account has still to be told, and whoever hears alerts.</summary>
    private List<CrossedThreshold>? Confirm(WaitingStep step, BudgetAnswer answer) => answer[0].IsNullOrEmpty ? null : Confirm(step, ClosedText.Parse(answer.Text(0)));

    private List<CrossedThreshold>? Confirm(WaitingStep step, ClosedText closed)
    {
        HoldText.Place(step.Hold, closed.Starts);
        if (IsReplaced(step, closed))
        {
            Finish(step, [.. step.Hold.Shares.Select((_, i) => step.Amounts[i])]);
            return null;
        }

        if (step.Verb != WaitingStep.Release && closed.By != _nodeText)
        {
            // Another node has booked it, or this one under a name that the others gave up: it is in that account.
            NodeAccount.Decide(step);
            Account.Released(step.Hold);
            return null;
        }

        return Finish(step, ClosedText.Amounts(closed.Changes), closed.Replaced) ? Crossed(step.Hold, closed.Crossed.Split(',', StringSplitOptions.RemoveEmptyEntries)) : null;
    }

    private static SettleOutcome CloseAlone(WaitingStep step)
    {
        HoldRecord hold = step.Hold;
        if (step.Verb == WaitingStep.Settle)
        {
            (hold.State, hold.Actual) = (HoldState.Settled, step.Amounts.Actual);
            return new SettleOutcome(SettleStatus.Booked);
        }

        hold.State = HoldState.Released;
        return new SettleOutcome(SettleStatus.Booked);
    }

    private async Task<bool> ProlongAsync(HoldRecord hold, RedisValue lease, WaitingStep? wait)
    {
        RedisKey[] keys = [_keys.Meta, _keys.Leases, _keys.Closed(hold.Id)];
        RedisValue[] arguments = [default, default, hold.Id.ToString(), lease];
        return await RunAsync(_scripts.Prolong, keys, arguments, "prolong or abandon a hold", answer =>
        {
            if (answer.Letter == BudgetAnswer.Booked)
            {
                hold.OrphanedAt = (long)answer[0];
                return true;
            }

            if (!answer[0].IsNullOrEmpty)
            {
                hold.State = ClosedText.Parse(answer.Text(0)).State;
            }

            return false;
        }, wait).ConfigureAwait(false);
    }

    private List<CrossedThreshold>? Crossed(HoldRecord hold, string[] crossed)
    {
        List<CrossedThreshold>? list = null;
        for (int i = 0; i + 2 < crossed.Length; i += 3)
        {
            ref HoldShare share = ref hold.Shares[(int)HoldText.Number(crossed[i])];
            int threshold = _scopes[share.Scope].AlertOf(crossed[i + 1]);
            if (threshold >= 0)
            {
                (list ??= []).Add(new CrossedThreshold(share.Scope, threshold, share.WindowStart, LimbText.Parse(crossed[i + 2])));
            }
        }

        return list;
    }
}
