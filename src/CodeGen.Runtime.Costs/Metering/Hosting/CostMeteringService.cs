using Microsoft.Extensions.Hosting;

namespace CodeGen.Runtime.Costs;

/// <summary>Opens the ledger when the host starts, so that what is wrong with it is told then, and brings it to the disk when the host stops.</summary>
internal sealed class CostMeteringService(LedgerStore store, Lazy<MeteringState> state) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // A host that never tracks anything should not get files for it in a temporary directory.
        if (store.IsKept)
        {
            _ = state.Value;
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => store.IsOpen && store.IsKept ? store.Log.FlushAsync().WaitAsync(cancellationToken) : Task.CompletedTask;
}
