namespace CodeGen.Runtime.Costs;

/// <summary>
/// Hears of alerts: once for each window and threshold, in ascending order, also where one booking jumps over several. Of a rolling period an alert comes again after its sum was below the
/// threshold. Once in each window it hears, too, that the limit will be passed, of budgets that forecast it (<see cref="BudgetAlert.Forecast"/>). Implementations are thread-safe.
/// </summary>
public interface IBudgetAlertHandler
{
    /// <summary>Called after the amount was booked, by whoever booked it, who waits (of a forecast, by a task of its own): hand the alert on rather than wait for others. What it throws is logged and changes nothing.</summary>
    /// <param name="alert">The alert.</param>
    ValueTask HandleAsync(BudgetAlert alert);
}
