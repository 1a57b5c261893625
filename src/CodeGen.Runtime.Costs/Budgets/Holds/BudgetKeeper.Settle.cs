namespace CodeGen.Runtime.Costs;

/// <content>What was spent.</content>
internal sealed partial class BudgetKeeper
{
    public ValueTask ChargeAsync(Money actual, CostAttribution? attribution = null, CancellationToken cancellationToken = default) =>
        ChargeAsync(Make(actual, attribution, charge: true), cancellationToken);

    private async ValueTask ChargeAsync(HoldRecord hold, CancellationToken cancellationToken)
    {
        BookedAmounts amounts = AmountsOf(hold);
        for (int tables = 0; ; tables++)
        {
            (ReserveOutcome reserved, SettleOutcome settled) = await Store.ChargeAsync(hold, amounts, cancellationToken).ConfigureAwait(false);
            if (reserved.Status == ReserveStatus.Held)
            {
                await AlertAsync(settled.Crossed).ConfigureAwait(false);
                return;
            }

            EnsureTable(hold, reserved, tables);
        }
    }

    public async ValueTask<bool> SettleAsync(BudgetHoldId id, Money actual, CancellationToken cancellationToken = default)
    {
        EnsureNotNegative(actual);
        if (await Store.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } hold)
        {
            return false;
        }

        await SettleAsync(hold, actual, cancellationToken).ConfigureAwait(false);
        return true;
    }

    internal ValueTask SettleAsync(HoldRecord hold, Money actual, CancellationToken cancellationToken)
    {
        BookedAmounts amounts = AmountsOf(hold, actual);
        ValueTask<SettleOutcome> pending = Store.SettleAsync(hold, amounts, cancellationToken);
        if (!pending.IsCompletedSuccessfully)
        {
            return WaitAsync(hold, actual, pending);
        }

        SettleOutcome outcome = pending.Result;
        return outcome is { Status: not SettleStatus.Conflict, Crossed: null }
            ? ValueTask.CompletedTask
            : WaitAsync(hold, actual, new ValueTask<SettleOutcome>(outcome));
    }

    /// <summary>The amount in each budget's currency: by the rate of the reservation where the currency is that of the estimate, so that what is at most the estimate stays so.</summary>
    private BookedAmounts AmountsOf(HoldRecord hold, Money actual)
    {
        EnsureNotNegative(actual);
        bool same = actual.IsZero;
        if (!same && actual.Currency == hold.Estimate.Currency)
        {
            same = true;
            foreach (ref HoldShare share in hold.Shares.AsSpan())
            {
                same &= share.Rate == 0;
            }
        }

        if (same)
        {
            return new BookedAmounts(actual);
        }

        var each = new Int128[hold.Shares.Length];
        for (int i = 0; i < each.Length; i++)
        {
            HoldShare share = hold.Shares[i];
            decimal rate = actual.Currency == share.Scope.Definition.Limit.Currency ? 0
                : actual.Currency == hold.Estimate.Currency && share.Rate != 0 ? share.Rate
                : RateTo(share.Scope, actual.Currency, throws: true) ?? 0;
            each[i] = rate == 0 ? actual.Picos : Conversion.HalfToEven(actual.Picos, rate);
        }

        return new BookedAmounts(actual, each);
    }

    private async ValueTask WaitAsync(HoldRecord hold, Money actual, ValueTask<SettleOutcome> pending)
    {
        SettleOutcome outcome = await pending.ConfigureAwait(false);
        if (outcome.Status == SettleStatus.Conflict)
        {
            throw new InvalidOperationException($"The hold {hold.Id} was settled before, with another amount than {actual}. Correct what was booked by an adjustment of the ledger.");
        }

        await AlertAsync(outcome.Crossed).ConfigureAwait(false);
    }

    private async ValueTask AlertAsync(List<CrossedThreshold>? crossed)
    {
        if (crossed is null)
        {
            return;
        }

        DateTimeOffset now = _time.GetUtcNow();
        foreach (CrossedThreshold one in crossed)
        {
            BudgetDefinition definition = one.Scope.Definition;
            _ = definition.Period.TryGetWindow(DateTimeOffset.FromUnixTimeMilliseconds(one.WindowStart), out BudgetWindow window);
            var alert = new BudgetAlert(definition.Name, window, definition.Alerts[one.Threshold], definition.Limit, Money.FromPicos(one.Committed, definition.Limit.Currency), now);
            BudgetLog.Alerted(_logger, alert.Budget, alert.Threshold, window.Id, alert.Committed, alert.Limit);
            foreach (IBudgetAlertHandler handler in _handlers)
            {
                await HandleAsync(handler, alert).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask HandleAsync(IBudgetAlertHandler handler, BudgetAlert alert)
    {
        try
        {
            await handler.HandleAsync(alert).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The amount is booked: whoever settled must not be told otherwise because somebody who listens failed.
        catch (Exception e)
#pragma warning restore CA1031
        {
            BudgetLog.HandlerFailed(_logger, e, handler.GetType().Name, alert.Budget, alert.Window.Id);
        }
    }
}
