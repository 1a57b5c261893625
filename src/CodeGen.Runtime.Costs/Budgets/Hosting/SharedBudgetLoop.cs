using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CodeGen.Runtime.Costs;

/// <summary>Shows the other nodes that this one lives, and tells the server what waits for it. When the host stops, this node takes its leave, unless a ledger lets it come back.</summary>
internal sealed class SharedBudgetLoop(RedisBudgetStore store, TimeProvider time, ILogger logger) : IHostedService, IDisposable
{
    /// <summary>A node that joins is known to all others after this long.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private Task? _loop;
    private bool _failing;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // A host without budgets is no node of any.
        _loop = store.HasBudgets ? LoopAsync() : null;
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        if (_loop is null)
        {
            return;
        }

        await _loop.ConfigureAwait(false);
        await store.DrainAsync().ConfigureAwait(false);
        if (store.IsKept)
        {
            // It stays a member: what it booked and holds is in the ledger, and the others would have to wait for it after a loss.
            if (store.WaitingCount > 0)
            {
                SharedBudgetLog.EndedKeeping(logger, store.WaitingCount);
            }

            return;
        }

        if (store.WaitingCount > 0)
        {
            SharedBudgetLog.EndedWaiting(logger, store.WaitingCount, store.DescribeWaiting());
            return;
        }

        try
        {
            await store.LeaveAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (BudgetUnavailableException e)
        {
            SharedBudgetLog.PulseFailed(logger, store.NodeName, e.Message);
        }
    }

    public void Dispose() => _stopping.Dispose();

    private async Task LoopAsync()
    {
        // The host's start does not wait for the server.
        await Task.Yield();
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                await BeatAsync().ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(_stopping.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private async Task BeatAsync()
    {
        try
        {
            await store.PulseAsync().ConfigureAwait(false);
            _failing = false;
            await store.DrainAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is BudgetUnavailableException or LedgerUnavailableException)
        {
            if (!_failing)
            {
                SharedBudgetLog.PulseFailed(logger, store.NodeName, e.Message);
            }

            _failing = true;
        }
    }
}
