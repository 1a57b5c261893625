using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CodeGen.Runtime.Costs;

/// <summary>Where budgets have a journal: restores them when the host starts, takes a snapshot from time to time and a last one when the host stops. Elsewhere it does nothing.</summary>
internal sealed class BudgetSnapshotService(IServiceProvider services, TimeProvider time) : BackgroundService
{
    private ISnapshotStore? _store;
    private TimeSpan _interval;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (BudgetJournals.IsIn(services))
        {
            // A start that cannot read what was spent must fail, and not the first call that asks for it.
            IBudgets budgets = services.GetRequiredService<IBudgets>();
            _store = services.GetService<RedisBudgetStore>() as ISnapshotStore ?? (budgets as BudgetKeeper)?.Store as ISnapshotStore;
            _interval = services.GetRequiredService<IOptions<BudgetsOptions>>().Value.SnapshotInterval;
        }

        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        if (_store is not null)
        {
            _ = await _store.SnapshotAsync().ConfigureAwait(false);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_store is null)
        {
            return;
        }

        using var timer = new PeriodicTimer(_interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                _ = await _store.SnapshotAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }
}
