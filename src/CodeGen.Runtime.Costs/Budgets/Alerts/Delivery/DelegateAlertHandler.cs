namespace CodeGen.Runtime.Costs;

/// <summary>A handler that is a function of the host's.</summary>
internal sealed class DelegateAlertHandler(Func<BudgetAlert, ValueTask> handler) : IBudgetAlertHandler
{
    public ValueTask HandleAsync(BudgetAlert alert) => handler(alert);
}
