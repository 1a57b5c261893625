using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CodeGen.Runtime.Costs;

/// <summary>Unhealthy while the ledger takes no records; degraded where records of it are damaged, or where holds wait for somebody to say what they came to.</summary>
internal sealed class CostMeteringHealthCheck(LedgerStore store, IBudgets budgets) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!store.IsOpen)
        {
            return HealthCheckResult.Healthy("Nothing was tracked yet.");
        }

        LedgerLog log = store.Log;
        int indeterminate = budgets.Definitions.Count == 0 ? 0 : await IndeterminateAsync(cancellationToken).ConfigureAwait(false);
        var data = new Dictionary<string, object>
        {
            ["node"] = log.Node,
            ["records"] = log.LastSequence,
            ["unflushed"] = log.LastSequence - log.DurableSequence,
            ["damaged_places"] = log.Opening.Damages.Count,
            ["indeterminate_holds"] = indeterminate,
        };
        if (log.Refusal is { } refusal)
        {
            return HealthCheckResult.Unhealthy(refusal, data: data);
        }

        if (indeterminate < 0)
        {
            return HealthCheckResult.Degraded("The store of budgets cannot be asked; enforced budgets refuse until it can.", data: data);
        }

        if (log.Opening.Damages is [var first, ..])
        {
            return HealthCheckResult.Degraded($"The ledger has {log.Opening.Damages.Count} damaged places; the first: {first}", data: data);
        }

        return indeterminate > 0
            ? HealthCheckResult.Degraded($"{indeterminate} holds of budgets are charged with their estimates until somebody says what they came to.", data: data)
            : HealthCheckResult.Healthy(data: data);
    }

    private async Task<int> IndeterminateAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await budgets.GetIndeterminateAsync(cancellationToken).ConfigureAwait(false)).Count;
        }
#pragma warning disable CA1031 // Whatever a shared store throws, the answer is the same: it cannot be asked.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return -1;
        }
    }
}
