namespace CodeGen.Runtime.Costs;

/// <content>What can be asked, and what somebody decides later.</content>
internal sealed partial class BudgetKeeper
{
    public async ValueTask<BudgetStatus?> GetStatusAsync(string budget, DateTimeOffset? at = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(budget);
        if (!_byName.TryGetValue(budget, out BudgetScope? scope))
        {
            throw new ArgumentException($"There is no budget '{AttributionText.Clean(budget)}'. Those there are: {string.Join(", ", _byName.Keys)}.", nameof(budget));
        }

        BudgetDefinition definition = scope.Definition;
        DateTimeOffset instant = at ?? DateTimeOffset.FromUnixTimeMilliseconds(await Store.NowAsync(cancellationToken).ConfigureAwait(false));
        if (!definition.Period.TryGetWindow(instant, out BudgetWindow window))
        {
            return null;
        }

        WindowSums sums = await Store.ReadAsync(scope, window.Start.ToUnixTimeMilliseconds(), cancellationToken).ConfigureAwait(false);
        Currency currency = definition.Limit.Currency;
        return new BudgetStatus(
            definition.Name,
            window,
            definition.Limit,
            Money.FromPicos(sums.Committed, currency),
            Money.FromPicos(sums.Held, currency),
            Money.FromPicos(sums.Indeterminate, currency),
            scope.Unconverted);
    }

    public async ValueTask<IReadOnlyList<IndeterminateHold>> GetIndeterminateAsync(CancellationToken cancellationToken = default) =>
        [.. (await Store.IndeterminateAsync(cancellationToken).ConfigureAwait(false)).Select(Shown)];

    public async ValueTask<bool> ResolveAsync(BudgetHoldId id, Money actual, CancellationToken cancellationToken = default)
    {
        EnsureNotNegative(actual);
        HoldRecord? hold = (await Store.IndeterminateAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(hold => hold.Id == id);
        return hold is not null && await ResolveAsync(hold, actual, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<int> ResolveAsync(Func<IndeterminateHold, Money?> policy, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        int resolved = 0;
        foreach (HoldRecord hold in await Store.IndeterminateAsync(cancellationToken).ConfigureAwait(false))
        {
            if (policy(Shown(hold)) is { } actual && await ResolveAsync(hold, actual, cancellationToken).ConfigureAwait(false))
            {
                resolved++;
            }
        }

        return resolved;
    }

    private static IndeterminateHold Shown(HoldRecord hold) => new(
        hold.Id,
        hold.Estimate,
        hold.Attribution,
        DateTimeOffset.FromUnixTimeMilliseconds(hold.ReservedAt),
        DateTimeOffset.FromUnixTimeMilliseconds(hold.OrphanedAt),
        [.. hold.Shares.Where(static share => share.WindowId is not null).Select(static share => share.Scope.Definition.Name)]);

    private async ValueTask<bool> ResolveAsync(HoldRecord hold, Money actual, CancellationToken cancellationToken)
    {
        SettleOutcome outcome = await Store.ResolveAsync(hold, AmountsOf(hold, actual), cancellationToken).ConfigureAwait(false);
        await AlertAsync(outcome.Crossed).ConfigureAwait(false);
        return outcome.Status == SettleStatus.Booked;
    }
}
