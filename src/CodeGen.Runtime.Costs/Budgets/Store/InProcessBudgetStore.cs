namespace CodeGen.Runtime.Costs;

/// <summary>
/// The budgets of one process. One lock for all of them, held for additions, comparisons and the journal's record of the step: no order of locks can be wrong, all scopes of a reservation change
/// together, and the journal has the steps in their order. Each step first checks, then is written down, then changes: what fails before the end has changed nothing.
/// </summary>
internal sealed partial class InProcessBudgetStore(IReadOnlyList<BudgetScope> scopes, TimeProvider time, IBudgetJournal? journal = null) : IBudgetStore, ISnapshotStore, ILateStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<BudgetHoldId, HoldRecord> _open = [];
    private readonly DecidedHolds _decided = new();
    private ScopeCounters[] _scopes = [.. scopes.Select(static scope => new ScopeCounters(scope))];

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
            return new((new ReserveOutcome(ReserveStatus.Held, now), Book_NeedsLock(hold, amounts, BookingForm.Charged, now)));
        }
    }

    public ValueTask<SettleOutcome> SettleAsync(HoldRecord hold, BookedAmounts amounts, CancellationToken cancellationToken)
    {
        long now = Now();
        lock (_lock)
        {
            if (hold.State == HoldState.Settled)
            {
                return new ValueTask<SettleOutcome>(new SettleOutcome(hold.Actual == amounts.Actual ? SettleStatus.Repeated : SettleStatus.Conflict));
            }

            bool isLate = hold.State == HoldState.Resolved || hold.IsIndeterminateAt(now);
            return new ValueTask<SettleOutcome>(Book_NeedsLock(hold, amounts, isLate ? BookingForm.SettledLate : BookingForm.Settled, now));
        }
    }

    public ValueTask<SettleOutcome> ResolveAsync(HoldRecord hold, BookedAmounts amounts, CancellationToken cancellationToken)
    {
        long now = Now();
        lock (_lock)
        {
            return new ValueTask<SettleOutcome>(
                hold.IsIndeterminateAt(now) ? Book_NeedsLock(hold, amounts, BookingForm.Resolved, now) : new SettleOutcome(SettleStatus.NotPossible));
        }
    }

    public ValueTask<bool> ReleaseAsync(HoldRecord hold, CancellationToken cancellationToken)
    {
        long now = Now();
        lock (_lock)
        {
            if (hold.State != HoldState.Held)
            {
                return new ValueTask<bool>(hold.State == HoldState.Released);
            }

            JournalOf(hold)?.Released(hold, now);
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

            hold.State = HoldState.Released;
            _open.Remove(hold.Id);
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

        hold.ReservedAt = now;
        hold.OrphanedAt = now + hold.Lease;
        JournalOf(hold)?.Reserved(hold);
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

    /// <summary>What counts nowhere is not written down.</summary>
    private IBudgetJournal? JournalOf(HoldRecord hold) => journal is not null && hold.CountedShares > 0 ? journal : null;
}
