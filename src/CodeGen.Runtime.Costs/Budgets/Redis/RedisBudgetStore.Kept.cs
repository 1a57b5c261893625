using System.Globalization;
using CodeGen.Runtime.Coordination;
using StackExchange.Redis;

namespace CodeGen.Runtime.Costs;

/// <content>What outlives the process, where there is a journal.</content>
internal sealed partial class RedisBudgetStore
{
    /// <summary>The epoch that a former process of this node belonged to.</summary>
    private Membership _former = Membership.None;

    /// <summary>Whether this node's account is written down, so that it stays a member while it is away.</summary>
    public bool IsKept => Account.IsKept;

    /// <summary>Whether this node has any budget.</summary>
    public bool HasBudgets => _scopes.HasOwn;

    private NodeIdentity Identity => new(ulong.Parse(_nodeText, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), _membership == Membership.None ? _former : _membership, _known);

    public Task<bool> SnapshotAsync() => Account.SaveAsync(Identity, _past);

    /// <summary>Also one that a chunk leaves behind as soon as the server is told.</summary>
    public HoldRecord? FindOpen(BudgetHoldId id)
    {
        WaitingStep[] steps = Steps();
        return steps.Any(step => step.Hold.Id == id) ? null : Account.OpenHolds().Concat(steps.SelectMany(static step => step.Open)).FirstOrDefault(hold => hold.Id == id && !hold.HasLeft);
    }

    public List<CrossedThreshold>? ChargeLate(HoldRecord hold, BookedAmounts amounts, long at) => Late(new WaitingStep(WaitingStep.Charge, hold, amounts, at));

    public List<CrossedThreshold>? SettleLate(HoldRecord hold, BookedAmounts amounts) => Late(new WaitingStep(WaitingStep.Settle, hold, amounts, LocalNow));

    /// <summary>It waits as if the server had been away; alerts are told when it is done.</summary>
    private List<CrossedThreshold>? Late(WaitingStep step)
    {
        Account.Intend(step);
        lock (_waiting)
        {
            _waiting.AddLast(step);
        }

        return null;
    }

    private void Restore(NodeImage image)
    {
        Account.Restore(image);
        (_nodeText, _former, _past) = (BudgetKeys.NodeText(image.Identity.Node), image.Identity.Membership, image.Past);
        _known = [.. _known.Union(image.Identity.Known).Where(node => node != _nodeText)];
        foreach (WaitingStep step in image.Steps)
        {
            _waiting.AddLast(step);
        }
    }

    /// <summary>
    /// The server has lost nothing since the process before: what it has of this node is right, whatever the journal has not. Steps of which nobody has heard whether they were done are looked up; those
    /// that were not wait.
    /// </summary>
    private async Task ResumeAsync(Membership epoch)
    {
        await ConfirmWaitingAsync(static _ => false).ConfigureAwait(false);
        (IReadOnlyList<NodeBooking> part, HashSet<BudgetHoldId> open, HashSet<BudgetHoldId> resolved) = await StoredAsync().ConfigureAwait(false);

        // One that was replaced the server may have lost since, and only its owner has spoken again: then it is not in the sums, and is said again once it is asked for.
        Dictionary<(string, long), Int128> more = Account.Differences(part).ToDictionary(static one => (one.Budget, one.WindowStart), static one => one.Committed);
        await ConfirmWaitingAsync(step => TryTake(step, more)).ConfigureAwait(false);
        EndOldSteps(part, [.. open, .. resolved]);
        int corrected = Account.Correct(part);
        HashSet<BudgetHoldId> waiting = [.. Steps().Select(static step => step.Hold.Id)];
        foreach (HoldRecord hold in Account.OpenHolds().Where(hold => !open.Contains(hold.Id) && !resolved.Contains(hold.Id) && !waiting.Contains(hold.Id)))
        {
            // Somebody else has closed it. Where a step of this node waits for it, that will say; and one that somebody has only resolved may still be settled, or have to be there again.
            Account.Released(hold);
        }

        int adopted = await AdoptAsync(epoch).ConfigureAwait(false);
        SharedBudgetLog.Resumed(_logger, _nodeText, _connection.Endpoint, epoch.Epoch, Account.OpenHolds().Count, WaitingCount, corrected, adopted);
    }

    /// <summary>What the server has of this node, and which of the holds that it knows are open there, or were resolved.</summary>
    private async Task<(IReadOnlyList<NodeBooking> Part, HashSet<BudgetHoldId> Open, HashSet<BudgetHoldId> Resolved)> StoredAsync()
    {
        BudgetHoldId[] ids = [.. Account.OpenHolds().Select(static hold => hold.Id).Concat(Steps().Select(static step => step.Hold.Id)).Distinct()];
        try
        {
            IDatabase database = (await _connection.DataAsync(CancellationToken.None).ConfigureAwait(false)).GetDatabase();
            HashEntry[] part = await database.HashGetAllAsync(_keys.Part(_nodeText), CommandFlags.DemandMaster).ConfigureAwait(false);
            RedisValue[] open = ids.Length == 0 ? [] : await database.HashGetAsync(_keys.Open, [.. ids.Select(static id => (RedisValue)id.ToString())], CommandFlags.DemandMaster).ConfigureAwait(false);
            BudgetHoldId[] closed = [.. ids.Where((_, i) => open[i].IsNull)];
            RedisValue[] records = closed.Length == 0 ? [] : await database.StringGetAsync([.. closed.Select(_keys.Closed)], CommandFlags.DemandMaster).ConfigureAwait(false);
            return (
                [.. part.Select(_keys.BookingOf).OfType<NodeBooking>()],
                [.. ids.Where((_, i) => !open[i].IsNull)],
                [.. closed.Where((_, i) => (string?)records[i] is { } record && ClosedText.Parse(record).State == HoldState.Resolved)]);
        }
        catch (Exception e) when (e is CoordinationException || RedisErrors.IsRedis(e))
        {
            throw new BudgetUnavailableException($"Redis at {_connection.Endpoint} went away while this node asked what it had done before. It is asked again with the next call.", e);
        }
    }

    /// <summary>
    /// Steps so old that the server would not remember having done them. A hold of this node that is open no more was closed; of everything else the server's sums tell, which then are more than the account.
    /// </summary>
    private void EndOldSteps(IReadOnlyList<NodeBooking> part, HashSet<BudgetHoldId> open)
    {
        HashSet<BudgetHoldId> own = [.. Account.OpenHolds().Select(static hold => hold.Id)];
        Dictionary<(string, long), Int128> more = Account.Differences(part).ToDictionary(static one => (one.Budget, one.WindowStart), static one => one.Committed);
        foreach (WaitingStep step in Steps().Where(step => step.At < Now - _options.KeepClosed && !open.Contains(step.Hold.Id)).OrderByDescending(static step => step.Amounts.Actual.Picos))
        {
            if (own.Contains(step.Hold.Id) || TryTake(step, more))
            {
                Remove(step);
                Account.End(step);
            }
        }
    }

    private static bool TryTake(WaitingStep step, Dictionary<(string Budget, long Start), Int128> more)
    {
        HoldShare[] shares = step.Hold.Shares;
        var found = new (string Budget, long Start)[shares.Length];
        for (int i = 0; i < shares.Length; i++)
        {
            Int128 amount = step.Amounts[i];
            string budget = shares[i].Scope.SharedName;
            found[i] = more.FirstOrDefault(one => one.Key.Budget == budget && one.Value >= amount).Key;
            if (found[i].Budget is null)
            {
                return false;
            }
        }

        for (int i = 0; i < shares.Length; i++)
        {
            more[found[i]] -= step.Amounts[i];
        }

        return true;
    }

    /// <summary>Holds that the server has of this node and the journal has not: the process ended before it was written down, or its machine lost power. They stay charged until somebody says what they came to.</summary>
    private async Task<int> AdoptAsync(Membership epoch)
    {
        RedisValue[] arguments = [epoch.Epoch, _nodeText];
        BudgetAnswer mine = await SendAsync(_scripts.Mine, [_keys.Meta, _keys.Open], arguments, "list holds").ConfigureAwait(false);
        EnsureEpoch(mine);
        HashSet<BudgetHoldId> known = [.. Account.OpenHolds().Select(static hold => hold.Id)];
        int adopted = 0;
        for (int i = 0; i + 1 < mine.Count; i += 2)
        {
            if (BudgetHoldId.TryParse(mine.Text(i), out BudgetHoldId id) && !known.Contains(id))
            {
                HoldRecord hold = HoldText.Open(id, mine.Text(i + 1), 0, _scopes);
                hold.OrphanedAt = hold.ReservedAt + hold.Lease;
                Account.Reserved(hold);
                adopted++;
            }
        }

        return adopted;
    }

    private WaitingStep[] Steps()
    {
        lock (_waiting)
        {
            return [.. _waiting.Where(static step => step.Verb is WaitingStep.Settle or WaitingStep.Charge or WaitingStep.Resolve or WaitingStep.Release or WaitingStep.Split)];
        }
    }
}
