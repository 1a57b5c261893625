using System.Collections.Concurrent;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Keeps the alerts it hears of.</summary>
internal sealed class RecordedAlerts : IBudgetAlertHandler
{
    private readonly ConcurrentQueue<BudgetAlert> _alerts = new();

    public IEnumerable<string> Texts => _alerts.Select(static alert => $"{alert.Budget} {alert.Window.Id} {alert.Threshold} {alert.Committed}");

    public IEnumerable<BudgetAlert> All => _alerts;

    public ValueTask HandleAsync(BudgetAlert alert)
    {
        _alerts.Enqueue(alert);
        return ValueTask.CompletedTask;
    }
}
