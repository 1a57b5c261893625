using CodeGen.Host.Costs;
using CodeGen.Runtime.Costs;

namespace CodeGen.Host.Endpoints;

/// <summary><c>GET /costs</c>: what was spent and saved, and how the budgets stand; with a period or dimensions, or as CSV, a breakdown.</summary>
internal static class CostsEndpoint
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/costs", HandleAsync);

    private static Task<IResult> HandleAsync(
        HttpRequest request, ICostTracker tracker, ICostLedger ledger, IBudgets budgets, ICostReports reports, TimeProvider time, CancellationToken cancellationToken) =>
        CostsBreakdown.IsAskedFor(request) ? CostsBreakdown.HandleAsync(request, reports, time, cancellationToken) : TotalsAsync(tracker, ledger, budgets, cancellationToken);

    private static async Task<IResult> TotalsAsync(ICostTracker tracker, ICostLedger ledger, IBudgets budgets, CancellationToken cancellationToken)
    {
        CostTotals totals = tracker.Totals;
        var standing = new List<object>();
        foreach (BudgetDefinition budget in budgets.Definitions)
        {
            standing.Add(Shown(budget, await budgets.GetStatusAsync(budget.Name, cancellationToken: cancellationToken)));
        }

        return Results.Json(new
        {
            node = ledger.Node,
            records = totals.Records,
            unpriced = totals.Unpriced,
            total = MoneyJson.Of(totals.Total),
            byCategory = Enum.GetValues<CostCategory>().Where(category => totals.Of(category).Count > 0)
                .ToDictionary(static category => category.ToString().ToLowerInvariant(), category => MoneyJson.Of(totals.Of(category))),
            saved = MoneyJson.Of(totals.Savings),
            budgets = standing,
            indeterminate = (await budgets.GetIndeterminateAsync(cancellationToken)).Count,
        });
    }

    private static object Shown(BudgetDefinition budget, BudgetStatus? status) => new
    {
        name = budget.Name,
        scope = budget.Scope.ToDictionary(static pair => pair.Key, static pair => pair.Value),
        mode = budget.Mode.ToString().ToLowerInvariant(),
        limit = MoneyJson.Of(budget.Limit),
        window = status?.Window.Id,
        renewsAt = status?.Window.End,
        spent = status is null ? null : MoneyJson.Of(status.Committed),
        held = status is null ? null : MoneyJson.Of(status.Held),
        remaining = status is null ? null : MoneyJson.Of(status.Limit - status.Committed - status.Held),
    };
}
