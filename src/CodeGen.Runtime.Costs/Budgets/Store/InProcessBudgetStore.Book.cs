namespace CodeGen.Runtime.Costs;

/// <content>What was spent.</content>
internal sealed partial class InProcessBudgetStore
{
    private SettleOutcome Book_NeedsLock(HoldRecord hold, BookedAmounts amounts, BookingForm form, long now)
    {
        HoldShare[] shares = hold.Shares;
        Span<ShareBooking> bookings = stackalloc ShareBooking[IBudgets.MaxScopes];
        for (int i = 0; i < shares.Length; i++)
        {
            if (shares[i].WindowId is not null)
            {
                ScopeCounters counters = _scopes[shares[i].Scope.Index];
                WindowCounters window = counters.At(shares[i].WindowStart);
                counters.EnsureFits(window, amounts[i], 0);
                Int128 delta = amounts[i] - shares[i].Booked;
                bookings[i] = new ShareBooking(delta, counters.AlertedAfter(window, delta));
            }
        }

        JournalOf(hold)?.Booking(hold, form, amounts.Actual, bookings[..shares.Length], now);
        bool held = hold.State == HoldState.Held;
        List<CrossedThreshold>? crossed = null;
        for (int i = 0; i < shares.Length; i++)
        {
            ref HoldShare share = ref shares[i];
            share.Booked = amounts[i];
            if (share.WindowId is null)
            {
                continue;
            }

            ScopeCounters counters = _scopes[share.Scope.Index];
            WindowCounters window = counters.At(share.WindowStart);
            counters.Add(window, bookings[i].Delta, held ? -share.Amount : 0);
            window.Open -= held ? 1 : 0;
            counters.Cross(window, ref crossed);
        }

        hold.Actual = amounts.Actual;
        hold.State = form == BookingForm.Resolved ? HoldState.Resolved : HoldState.Settled;
        _open.Remove(hold.Id);
        if (form is BookingForm.Resolved or BookingForm.SettledLate)
        {
            _decided.Add(hold);
        }

        return new SettleOutcome(SettleStatus.Booked, crossed);
    }
}
