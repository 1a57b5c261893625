namespace CodeGen.Runtime.Costs;

/// <content>What former processes spent and did not tell.</content>
internal sealed partial class InProcessBudgetStore
{
    public HoldRecord? FindOpen(BudgetHoldId id)
    {
        lock (_lock)
        {
            return _open.GetValueOrDefault(id);
        }
    }

    public List<CrossedThreshold>? ChargeLate(HoldRecord hold, BookedAmounts amounts, long at)
    {
        long now = Now();
        var instant = DateTimeOffset.FromUnixTimeMilliseconds(at);
        lock (_lock)
        {
            foreach (ref HoldShare share in hold.Shares.AsSpan())
            {
                bool counts = share.Scope.Definition.Period.TryGetWindow(instant, out BudgetWindow window);
                (share.WindowId, share.WindowStart) = counts ? (window.Id, window.Start.ToUnixTimeMilliseconds()) : (null, 0);
            }

            hold.State = HoldState.Released;
            return Book_NeedsLock(hold, amounts, BookingForm.Charged, now).Crossed;
        }
    }

    public List<CrossedThreshold>? SettleLate(HoldRecord hold, BookedAmounts amounts)
    {
        long now = Now();
        lock (_lock)
        {
            return Book_NeedsLock(hold, amounts, BookingForm.SettledLate, now).Crossed;
        }
    }
}
