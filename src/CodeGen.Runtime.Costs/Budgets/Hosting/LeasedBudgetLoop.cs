using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CodeGen.Runtime.Costs;

/// <summary>Ends chunks in time. When the host stops, it gives all back before this node takes its leave: it is registered after <see cref="SharedBudgetLoop"/>, and so stopped before it.</summary>
internal sealed class LeasedBudgetLoop(LeasedBudgetStore store, IOptions<BudgetsOptions> options, TimeProvider time) : BackgroundService
{
    /// <summary>How often it looks in the life of a chunk.</summary>
    private const int LooksALife = 4;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await store.CloseAsync().ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!store.IsUsed)
        {
            return;
        }

        using var timer = new PeriodicTimer(options.Value.ChunkLife / LooksALife, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                await store.TickAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }
}
