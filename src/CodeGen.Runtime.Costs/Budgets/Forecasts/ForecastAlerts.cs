using Microsoft.Extensions.Logging;

namespace CodeGen.Runtime.Costs;

/// <summary>Projects the running windows of budgets and tells, once for each window, which will pass their limit. Not thread-safe.</summary>
internal sealed class ForecastAlerts(
    IReadOnlyList<BudgetDefinition> budgets, ICostAnalysis analysis, IReadOnlyList<IBudgetAlertHandler> handlers, ForecastAlertMemory memory, TimeSpan interval, TimeProvider time, ILogger logger)
{
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        foreach (BudgetDefinition budget in budgets)
        {
            if (!budget.Period.TryGetWindow(time.GetUtcNow(), out BudgetWindow window) || memory.Knows(budget, window))
            {
                continue;
            }

            try
            {
                await CheckAsync(budget, cancellationToken).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // One budget that cannot be forecast must not keep the others from being so, nor end the watch.
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                ForecastAlertLog.NotForecast(logger, e, budget.Name, interval);
            }
        }
    }

    private async Task CheckAsync(BudgetDefinition budget, CancellationToken cancellationToken)
    {
        if (await analysis.ProjectBudgetAsync(budget, cancellationToken).ConfigureAwait(false) is not { IsReliable: true, Limit: { Early: { } early, Expected: { } expected, Late: { } late } limit } projection
            || limit.Probability < budget.AlertOnForecast)
        {
            return;
        }

        BudgetWindow window = projection.Window;
        var forecast = new BudgetForecast(limit.Probability, projection.Costs.Expected, early, expected, late);
        var alert = new BudgetAlert(budget.Name, window, 1, budget.Limit, projection.Costs.Spent, time.GetUtcNow()) { Forecast = forecast };
        ForecastAlertLog.Alerted(logger, budget.Name, window.Id, limit.Probability, forecast.ExpectedCost, budget.Limit, alert.Committed, expected);
        foreach (IBudgetAlertHandler handler in handlers)
        {
            await HandleAsync(handler, alert).ConfigureAwait(false);
        }

        // After the handlers: an alert that is told twice, by a process that dies here, is better than one that is never told.
        Remember(budget, window);
    }

    private async Task HandleAsync(IBudgetAlertHandler handler, BudgetAlert alert)
    {
        try
        {
            await handler.HandleAsync(alert).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The others want to hear it, too.
        catch (Exception e)
#pragma warning restore CA1031
        {
            ForecastAlertLog.HandlerFailed(logger, e, handler.GetType().Name, alert.Budget, alert.Window.Id);
        }
    }

    private void Remember(BudgetDefinition budget, BudgetWindow window)
    {
        try
        {
            memory.Add(budget, window);
        }
#pragma warning disable CA1031 // Limits on files come as exceptions of many kinds; the alert is told, and this process remembers it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            ForecastAlertLog.NotKept(logger, e, memory.Path!);
        }
    }
}
