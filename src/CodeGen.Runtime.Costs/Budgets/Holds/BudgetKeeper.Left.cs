namespace CodeGen.Runtime.Costs;

/// <content>Charges of which the process ended before it told the budgets.</content>
internal sealed partial class BudgetKeeper
{
    /// <summary>Books a charge of the ledger, under an id that its place there gives.</summary>
    internal ValueTask ChargeAsync(Money actual, CostAttribution attribution, BudgetHoldId id) => ChargeAsync(Make(actual, attribution, charge: true, id), CancellationToken.None);

    /// <summary>Books what former processes wrote into the ledger and did not tell: into the windows of the time at which the ledger took it, as they would have. A charge that settled a hold settles it.</summary>
    internal void BookLeft(IReadOnlyList<LeftCharge> left, ILateStore store)
    {
        int booked = 0;
        foreach (LeftCharge charge in left)
        {
            try
            {
                booked += TryBook(charge, store, out List<CrossedThreshold>? crossed) ? 1 : 0;

                // Handlers are asked like anybody's; nobody waits for them here.
                _ = AlertAsync(crossed).AsTask();
            }
            catch (Exception e) when (e is InvalidOperationException or OverflowException or LedgerUnavailableException)
            {
                JournalLog.ChargeNotBooked(_logger, e, charge.Id.Count, charge.Amount);
            }
        }

        if (booked > 0)
        {
            JournalLog.ChargesLeft(_logger, booked);
        }
    }

    private bool TryBook(LeftCharge charge, ILateStore store, out List<CrossedThreshold>? crossed)
    {
        crossed = null;
        if (charge.Hold is { } id)
        {
            HoldRecord? open = store.FindOpen(id);
            crossed = open is null ? null : store.SettleLate(open, AmountsOf(open, charge.Amount));
            return open is not null;
        }

        HoldRecord hold = Make(charge.Amount, charge.Attribution, charge: true, charge.Id, charge.At);
        crossed = hold.Shares.Length == 0 ? null : store.ChargeLate(hold, AmountsOf(hold), charge.At.ToUnixTimeMilliseconds());
        return hold.Shares.Length > 0;
    }

    private static BookedAmounts AmountsOf(HoldRecord charge) => new(charge.Estimate, [.. charge.Shares.Select(static share => share.Amount)]);
}
