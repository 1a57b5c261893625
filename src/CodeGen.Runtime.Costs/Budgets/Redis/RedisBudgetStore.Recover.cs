using System.Globalization;
using CodeGen.Runtime.Coordination;
using StackExchange.Redis;

namespace CodeGen.Runtime.Costs;

/// <content>Joining an epoch, and making its sums again.</content>
internal sealed partial class RedisBudgetStore
{
    /// <summary>So many windows are posted at once.</summary>
    private const int PostedAtOnce = 500;

    private readonly SemaphoreSlim _recovering = new(1, 1);
    private volatile Membership _membership = Membership.None;
    private volatile RememberedPast _past = RememberedPast.None;
    private volatile string[] _known = [];
    private volatile string[] _missing = [];

    /// <summary>The epoch that this node belongs to.</summary>
    internal Membership Membership => _membership;

    /// <summary>
    /// Says all again, in the same epoch: what the store did for this node turned out to be missing in its account. That it belongs to the epoch is taken back first, so that a process that ends in between says it
    /// again, too.
    /// </summary>
    private Task SayAgainAsync()
    {
        Membership joined = _membership;
        Account.Join(Identity with { Membership = Membership.None });
        return RecoverAsync(joined);
    }

    /// <summary>Joins the epoch of the server; where that is another than the one before, says what this node has booked and holds. One at a time, and while no step is under way.</summary>
    /// <param name="joined">The membership that the server did not take.</param>
    private async Task RecoverAsync(Membership joined)
    {
        await _recovering.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_membership != joined)
            {
                return;
            }

            await _gate.CloseAsync().ConfigureAwait(false);
            try
            {
                await BeginAsync(joined).ConfigureAwait(false);
            }
            finally
            {
                _gate.Reopen();
            }
        }
        finally
        {
            _recovering.Release();
        }
    }

    private async Task BeginAsync(Membership before)
    {
        bool isFirst = before == Membership.None;
        before = isFirst ? _former : before;
        BudgetAnswer answer = await SendBeginAsync(before).ConfigureAwait(false);
        if (answer.Letter == BudgetAnswer.GivenUp)
        {
            // What this node had booked is among what is past, under its old name; under a new one it begins again.
            SharedBudgetLog.GivenUp(_logger, _nodeText);
            ulong name = RandomIdentity.Next();
            Account.Join(new NodeIdentity(name, before, _known), forget: true);
            _nodeText = BudgetKeys.NodeText(name);
            answer = await SendBeginAsync(before).ConfigureAwait(false);
        }

        Interlocked.Exchange(ref _ahead, answer.Now - LocalNow);
        var next = new Membership(answer.Text(0), (long)answer[1]);
        if (isFirst && next.Epoch == before.Epoch)
        {
            await ResumeAsync(next).ConfigureAwait(false);
        }
        else if (before == Membership.None && Account.IsEmpty && WaitingCount == 0)
        {
            SharedBudgetLog.Joined(_logger, _nodeText, _connection.Endpoint, next.Epoch, next.Generation);
        }
        else
        {
            if (next.Epoch != before.Epoch)
            {
                SharedBudgetLog.EpochChanged(_logger, _connection.Endpoint, next.Epoch, next.Generation, before.Epoch);
            }

            await ConfirmWaitingAsync(static _ => true).ConfigureAwait(false);
            await PostAsync(next, isFirst && IsKept).ConfigureAwait(false);
        }

        RedisValue[] done = [next.Epoch, _nodeText];
        BudgetAnswer state = await SendAsync(_scripts.Done, [_keys.Meta], done, "recover").ConfigureAwait(false);
        EnsureEpoch(state);
        Account.Join(Identity with { Membership = next });
        _membership = next;
    }

    private Task<BudgetAnswer> SendBeginAsync(Membership before)
    {
        RedisValue[] arguments = [before.Epoch, _nodeText, RandomIdentity.Next().ToString("x16", CultureInfo.InvariantCulture), before.Generation, _options.OpeningDelay, .. _known.Select(static node => (RedisValue)node)];
        return SendAsync(_scripts.Begin, [_keys.Meta, _keys.Part(PastNode)], arguments, "join");
    }

    /// <summary>Says what this node knows. All of it may be said twice.</summary>
    /// <param name="next">The epoch.</param>
    /// <param name="restored">Whether the account is that of a former process: then the server may have of it what was not written down any more, and is done again.</param>
    private async Task PostAsync(Membership next, bool restored)
    {
        RememberedPast past = _past;
        if (past.Version > 0)
        {
            await PostAsync(next, _keys.Part(PastNode), past.Sums, past.Version.ToString(CultureInfo.InvariantCulture), string.Join(',', past.GivenUp)).ConfigureAwait(false);
        }

        int windows = await PostOwnAsync(next, restored).ConfigureAwait(false);
        IReadOnlyList<HoldRecord> open = Account.OpenHolds();
        await DropUnknownAsync(next, [.. open.Select(static hold => hold.Id)]).ConfigureAwait(false);
        if (await CloseAgainAsync(next).ConfigureAwait(false))
        {
            await PostOwnAsync(next, restored).ConfigureAwait(false);
        }

        foreach (HoldRecord[] some in open.Chunk(PostedAtOnce))
        {
            await Task.WhenAll(some.Select(hold => RestoreAsync(next, hold))).ConfigureAwait(false);
        }

        SharedBudgetLog.Posted(_logger, _nodeText, next.Epoch, windows, open.Count);
    }

    private async Task<int> PostOwnAsync(Membership next, bool restored)
    {
        IReadOnlyList<NodeBooking> booked = Account.Snapshot();
        if (restored)
        {
            HashSet<(string, long)> has = [.. booked.Select(static one => (one.Budget, one.WindowStart))];
            booked = [.. booked, .. Account.Differences((await StoredAsync().ConfigureAwait(false)).Part).Where(one => !has.Contains((one.Budget, one.WindowStart))).Select(static one => one with { Committed = 0 })];
        }

        (string, string, string)[] own = [.. booked.Select(booking => (
            (string)_keys.Budget(booking.Budget)!, booking.WindowStart.ToString(CultureInfo.InvariantCulture), LimbText.Of(booking.Committed)))];
        await PostAsync(next, _keys.Part(_nodeText), own, string.Empty, string.Empty).ConfigureAwait(false);
        return own.Length;
    }

    private async Task PostAsync(Membership next, RedisKey part, IReadOnlyList<(string Key, string Start, string Amount)> sums, string version, string givenUp)
    {
        for (int posted = 0; posted < sums.Count || posted == 0; posted += PostedAtOnce)
        {
            (string Key, string Start, string Amount)[] some = [.. sums.Skip(posted).Take(PostedAtOnce)];
            RedisKey[] keys = [_keys.Meta, part, .. some.Select(static sum => (RedisKey)sum.Key)];
            bool last = posted + PostedAtOnce >= sums.Count;
            RedisValue[] arguments = [next.Epoch, _nodeText, version, givenUp, last ? 1 : 0, .. some.SelectMany(static sum => new RedisValue[] { sum.Start, sum.Amount })];
            EnsureEpoch(await SendAsync(_scripts.Post, keys, arguments, "post what was booked").ConfigureAwait(false));
        }
    }

    /// <summary>Holds of this node that the server has and this node does not: their closing was lost, or nobody heard of them.</summary>
    private async Task DropUnknownAsync(Membership next, HashSet<BudgetHoldId> known)
    {
        RedisValue[] arguments = [next.Epoch, _nodeText];
        BudgetAnswer mine = await SendAsync(_scripts.Mine, [_keys.Meta, _keys.Open], arguments, "list holds").ConfigureAwait(false);
        EnsureEpoch(mine);
        for (int i = 0; i + 1 < mine.Count; i += 2)
        {
            if (BudgetHoldId.TryParse(mine.Text(i), out BudgetHoldId id) && !known.Contains(id))
            {
                await SendClosedAsync(next, HoldText.Open(id, mine.Text(i + 1), 0, _scopes), BudgetScripts.Drop).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Closes again what this node has closed and somebody else may have closed too, while the store had lost the one or the other. Whose word counts, the record tells that the store has then; the account is made to
    /// say the same.
    /// </summary>
    /// <returns>Whether the account has changed.</returns>
    private async Task<bool> CloseAgainAsync(Membership next)
    {
        bool changed = false;
        foreach (NodeClosing closing in Account.Closed())
        {
            BudgetAnswer answer = await SendClosedAsync(next, closing.Hold, closing.IsResolution ? BudgetScripts.Resolved : BudgetScripts.Settled, closing).ConfigureAwait(false);
            if (closing.By == _nodeText)
            {
                var record = ClosedText.Parse(answer.Text(0));
                changed |= Account.Adjust(closing, closing.Due(record), closing.IsResolution ? closing.Replaced : record.By == closing.By ? record.Replaced : NodeClosing.Nobody);
            }
        }

        return changed;
    }

    private async Task<BudgetAnswer> SendClosedAsync(Membership next, HoldRecord hold, char verb, NodeClosing? closing = null)
    {
        var amounts = new BookedAmounts(hold.Actual, [.. hold.Shares.Select(static share => share.Booked)]);
        (RedisKey[] keys, RedisValue[] arguments) = CloseArguments(new WaitingStep(verb, hold, amounts, 0));
        (arguments[0], arguments[1]) = (next.Epoch, _nodeText);
        if (closing is not null)
        {
            (arguments[7], arguments[8], arguments[9]) = (closing.Replaced, string.Join(',', closing.Says.Select(LimbText.Of)), closing.By);
        }

        BudgetAnswer answer = await SendAsync(_scripts.Close, keys, arguments, "close a hold").ConfigureAwait(false);
        EnsureEpoch(answer);
        return answer;
    }

    private async Task RestoreAsync(Membership next, HoldRecord hold)
    {
        RedisKey[] keys = [_keys.Meta, _keys.Leases, _keys.Open, _keys.Closed(hold.Id), .. hold.Shares.Select(share => _scopes[share.Scope].Key)];
        RedisValue[] arguments =
        [
            next.Epoch, _nodeText, hold.Id.ToString(), HoldText.Record(hold, _nodeText), hold.OrphanedAt,
            .. hold.Shares.SelectMany(static share => new RedisValue[] { share.WindowId is null ? "-" : share.WindowStart, LimbText.Of(share.Amount) }),
        ];
        EnsureEpoch(await SendAsync(_scripts.Restore, keys, arguments, "restore a hold").ConfigureAwait(false));
    }

    private void EnsureEpoch(BudgetAnswer answer)
    {
        if (answer.Letter is BudgetAnswer.OtherEpoch or BudgetAnswer.Overflow)
        {
            throw new BudgetUnavailableException($"Redis at {_connection.Endpoint} changed its epoch while this node said what it had booked. It is said again with the next call.");
        }
    }

    private BudgetUnavailableException Frozen()
    {
        string missing = _missing is { Length: > 0 } nodes ? string.Join(", ", nodes) : "nodes that were there before";
        return new BudgetUnavailableException(
            $"Redis at {_connection.Endpoint} was restarted, replaced or flushed, so what is left of the budgets is not known before every node has said what it booked; missing: {missing}. "
            + $"What is enforced is refused until then. Start the missing nodes again, or, if they will not come back, say so by {nameof(IBudgetRecovery)}.{nameof(IBudgetRecovery.ReleaseAsync)}.") { IsFrozen = true };
    }
}
