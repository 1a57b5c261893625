namespace CodeGen.Runtime.Costs;

/// <content>When a budget's limit will be passed.</content>
internal sealed partial class CostAnalysis
{
    public async ValueTask<BudgetProjection?> ProjectBudgetAsync(BudgetDefinition budget, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(budget);
        if (budget.Period.Reach > TimeSpan.Zero || !budget.Period.TryGetWindow(time.GetUtcNow(), out BudgetWindow window))
        {
            return null;
        }

        CostProjection costs = await ProjectAsync(query => Ask(query, budget, window), cancellationToken).ConfigureAwait(false);
        return new BudgetProjection(budget, window, costs, costs.WhenAbove(budget.Limit));
    }

    private static void Ask(CostProjectionQuery query, BudgetDefinition budget, BudgetWindow window)
    {
        query.Between(window.Start, window.End, budget.Period.Zone).In(budget.Limit.Currency);
        foreach ((string dimension, string value) in budget.Scope)
        {
            query.Where(dimension, value);
        }
    }
}
