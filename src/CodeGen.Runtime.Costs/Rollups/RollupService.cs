using Microsoft.Extensions.Hosting;

namespace CodeGen.Runtime.Costs;

/// <summary>Follows the ledger and keeps the roll-ups up to it. What goes wrong is told and tried again; metering knows nothing of it.</summary>
internal sealed class RollupService(RollupStore store, RollupLag lag) : BackgroundService
{
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(1);

    private readonly RollupRun _run = new(store);

    /// <summary>The first record that is not summed; 0 while nobody knows.</summary>
    public long Next => _run.Next;

    /// <summary>Ends the following and sums what came last.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        if (!store.IsKept)
        {
            return;
        }

        try
        {
            await _run.CatchUpAsync(cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The next start sums it: a host's stop must not fail for it.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            RollupLog.NotWritten(store.Logger, e, store.Path, TimeSpan.Zero);
        }
        catch (OperationCanceledException)
        {
            // The host has no more time; the next start sums it.
        }

        _run.Dispose();
    }

    public override void Dispose()
    {
        base.Dispose();
        _run.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        TimeSpan pause = store.Options.RollupInterval;
        if (store.IsKept)
        {
            store.Log.KeepFrom(() => Next);
            lag.Follow(() => Next);
        }

        while (store.IsKept && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _run.CatchUpAsync(stoppingToken).ConfigureAwait(false);
                pause = store.Options.RollupInterval;
                lag.End();
                await store.Log.WaitAsync(_run.Next, stoppingToken).ConfigureAwait(false);
                lag.Begin();
                await Task.Delay(pause, store.Time, stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever it was: costs are metered without roll-ups, and the next try begins from the cursor.
            catch (Exception e)
#pragma warning restore CA1031
            {
                RollupLog.NotWritten(store.Logger, e, store.Path, pause);
                pause = await PauseAsync(pause, stoppingToken).ConfigureAwait(false);
            }
        }
    }

    /// <returns>How long the next pause is, should the next try fail, too.</returns>
    private async Task<TimeSpan> PauseAsync(TimeSpan pause, CancellationToken stoppingToken)
    {
        await Task.Delay(pause, store.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        TimeSpan next = pause * 2;
        return next < s_longestPause ? next : s_longestPause;
    }
}
