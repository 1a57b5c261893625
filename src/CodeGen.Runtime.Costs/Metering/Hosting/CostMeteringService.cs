using Microsoft.Extensions.Hosting;

namespace CodeGen.Runtime.Costs;

/// <summary>Opens the ledger when the host starts, so that what is wrong with it is told then, and brings it to the disk when the host stops.</summary>
internal sealed class CostMeteringService(LedgerStore store, Lazy<MeteringState> state) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = state.Value;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => store.Log.FlushAsync().WaitAsync(cancellationToken);
}
