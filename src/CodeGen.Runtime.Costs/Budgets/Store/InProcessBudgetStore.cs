namespace CodeGen.Runtime.Costs;

/// <summary>
/// The budgets of one process. One lock for all of them, held for additions and comparisons only: no order of locks can be wrong, and all scopes of a reservation change together.
/// </summary>
internal sealed partial class InProcessBudgetStore(IReadOnlyList<BudgetScope> scopes, TimeProvider time) : IBudgetStore
{
    private readonly Lock _lock = new();
    private readonly ScopeCounters[] _scopes = [.. scopes.Select(static scope => new ScopeCounters(scope))];
    private readonly Dictionary<BudgetHoldId, HoldRecord> _open = [];

    public ValueTask<ReserveOutcome> ReserveAsync(HoldRecord hold, CancellationToken cancellationToken)
    {
        long now = Now();
        lock (_lock)
        {
            return new ValueTask<ReserveOutcome>(Reserve_NeedsLock(hold, now));
        }
    }

    public ValueTask<(ReserveOutcome Reserved, SettleOutcome Settled)> ChargeAsync(HoldRecord hold, BookedAmounts amounts, CancellationToken cancellationToken)
    {
        long now = Now();
        lock (_lock)
        {
            if (!TryMove_NeedsLock(hold, now))
            {
                return new((new ReserveOutcome(ReserveStatus.TableTooOld, now), default));
            }

            // A window without a hold: what is booked is all that it comes to.
            hold.State = HoldState.Released;
            return new((new ReserveOutcome(ReserveStatus.Held, now), Book_NeedsLock(hold, amounts, HoldState.Settled)));
        }
    }

    public ValueTask<SettleOutcome> SettleAsync(HoldRecord hold, BookedAmounts amounts, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return new ValueTask<SettleOutcome>(hold.State == HoldState.Settled ? new SettleOutcome(hold.Actual == amounts.Actual ? SettleStatus.Repeated : SettleStatus.Conflict) : Book_NeedsLock(hold, amounts, HoldState.Settled));
        }
    }

    public ValueTask<SettleOutcome> ResolveAsync(HoldRecord hold, BookedAmounts amounts, CancellationToken cancellationToken)
    {
        long now = Now();
        lock (_lock)
        {
            return new ValueTask<SettleOutcome>(
                hold.IsIndeterminateAt(now) ? Book_NeedsLock(hold, amounts, HoldState.Resolved) : new SettleOutcome(SettleStatus.NotPossible));
        }
    }

    public ValueTask<bool> ReleaseAsync(HoldRecord hold, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (hold.State != HoldState.Held)
            {
                return new ValueTask<bool>(hold.State == HoldState.Released);
            }

            foreach (ref HoldShare share in hold.Shares.AsSpan())
            {
                if (share.WindowId is not null)
                {
                    ScopeCounters counters = _scopes[share.Scope.Index];
                    WindowCounters window = counters.At(share.WindowStart);
                    counters.Add(window, 0, -share.Amount);
                    window.Open--;
                }
            }

            Close_NeedsLock(hold, HoldState.Released);
            return new ValueTask<bool>(true);
        }
    }

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();

    private ReserveOutcome Reserve_NeedsLock(HoldRecord hold, long now)
    {
        if (!TryMove_NeedsLock(hold, now))
        {
            return new ReserveOutcome(ReserveStatus.TableTooOld, now);
        }

        // First all is checked, then all is changed: nothing has to be undone.
        HoldShare[] shares = hold.Shares;
        for (int i = 0; i < shares.Length; i++)
        {
            ref HoldShare share = ref shares[i];
            if (share.WindowId is null)
            {
                continue;
            }

            ScopeCounters counters = _scopes[share.Scope.Index];

            // What costs nothing passes even where more was spent than there was.
            if (share.Scope.IsEnforced && share.Amount > 0 && share.Amount > counters.Available)
            {
                return new ReserveOutcome(ReserveStatus.Refused, now, i, counters.Available, counters.RenewsAt(share.Amount));
            }

            counters.EnsureFits(counters.Current!, 0, share.Amount);
        }

        foreach (ref HoldShare share in shares.AsSpan())
        {
            if (share.WindowId is not null)
            {
                ScopeCounters counters = _scopes[share.Scope.Index];
                counters.Add(counters.Current!, 0, share.Amount);
                counters.Current!.Open++;
            }
        }

        hold.State = HoldState.Held;
        hold.ReservedAt = now;
        hold.OrphanedAt = now + hold.Lease;
        _open.Add(hold.Id, hold);
        return new ReserveOutcome(ReserveStatus.Held, now);
    }

    /// <summary>Chooses the windows.</summary>
    private bool TryMove_NeedsLock(HoldRecord hold, long now)
    {
        foreach (ref HoldShare share in hold.Shares.AsSpan())
        {
            ScopeCounters counters = _scopes[share.Scope.Index];
            if (!counters.TryMove(now))
            {
                return false;
            }

            share.WindowId = counters.CurrentId;
            share.WindowStart = counters.Current?.Start ?? 0;
        }

        return true;
    }

    private SettleOutcome Book_NeedsLock(HoldRecord hold, BookedAmounts amounts, HoldState state)
    {
        bool held = hold.State == HoldState.Held;
        HoldShare[] shares = hold.Shares;
        for (int i = 0; i < shares.Length; i++)
        {
            if (shares[i].WindowId is not null)
            {
                ScopeCounters counters = _scopes[shares[i].Scope.Index];
                counters.EnsureFits(counters.At(shares[i].WindowStart), amounts[i], 0);
            }
        }

        List<CrossedThreshold>? crossed = null;
        for (int i = 0; i < shares.Length; i++)
        {
            ref HoldShare share = ref shares[i];
            Int128 before = share.Booked;
            share.Booked = amounts[i];
            if (share.WindowId is null)
            {
                continue;
            }

            ScopeCounters counters = _scopes[share.Scope.Index];
            WindowCounters window = counters.At(share.WindowStart);
            counters.Add(window, amounts[i] - before, held ? -share.Amount : 0);
            window.Open -= held ? 1 : 0;
            counters.Cross(window, ref crossed);
        }

        hold.Actual = amounts.Actual;
        Close_NeedsLock(hold, state);
        return new SettleOutcome(SettleStatus.Booked, crossed);
    }

    private void Close_NeedsLock(HoldRecord hold, HoldState state)
    {
        hold.State = state;
        _open.Remove(hold.Id);
    }
}
