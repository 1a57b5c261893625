namespace CodeGen.Runtime.Costs;

/// <content>Leases, and what can be asked.</content>
internal sealed partial class InProcessBudgetStore
{
    public ValueTask<bool> HeartbeatAsync(HoldRecord hold, CancellationToken cancellationToken)
    {
        long now = Now();
        lock (_lock)
        {
            if (hold.State == HoldState.Held)
            {
                hold.OrphanedAt = Math.Max(hold.OrphanedAt, now + hold.Lease);
            }

            return new ValueTask<bool>(hold.State == HoldState.Held);
        }
    }

    public ValueTask AbandonAsync(HoldRecord hold, CancellationToken cancellationToken)
    {
        long now = Now();
        lock (_lock)
        {
            if (hold.State == HoldState.Held && now < hold.OrphanedAt)
            {
                hold.OrphanedAt = now;
                JournalOf(hold)?.Abandoned(hold, now);
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<HoldRecord>> IndeterminateAsync(CancellationToken cancellationToken)
    {
        long now = Now();
        lock (_lock)
        {
            return new ValueTask<IReadOnlyList<HoldRecord>>([.. _open.Values.Where(hold => hold.IsIndeterminateAt(now)).OrderBy(static hold => hold.OrphanedAt).ThenBy(static hold => hold.Id.Count)]);
        }
    }

    public ValueTask<HoldRecord?> FindAsync(BudgetHoldId id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return new ValueTask<HoldRecord?>(_open.GetValueOrDefault(id) ?? _decided.Find(id));
        }
    }

    public ValueTask<long> NowAsync(CancellationToken cancellationToken) => new(Now());

    public ValueTask<WindowSums> ReadAsync(BudgetScope scope, long windowStart, CancellationToken cancellationToken)
    {
        long now = Now();
        long reach = scope.Table.Reach;
        lock (_lock)
        {
            (Int128 committed, Int128 held) = _scopes[scope.Index].Read(windowStart, reach);
            Int128 indeterminate = 0;
            foreach (HoldRecord hold in _open.Values)
            {
                if (!hold.IsIndeterminateAt(now))
                {
                    continue;
                }

                foreach (ref HoldShare share in hold.Shares.AsSpan())
                {
                    if (share.Scope == scope && share.WindowId is not null && share.WindowStart <= windowStart && share.WindowStart >= windowStart - reach)
                    {
                        indeterminate += share.Amount;
                    }
                }
            }

            return new ValueTask<WindowSums>(new WindowSums(committed, held, indeterminate));
        }
    }
}
