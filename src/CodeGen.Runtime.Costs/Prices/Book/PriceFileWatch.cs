using Microsoft.Extensions.Hosting;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// Has the price book look at its files now and then. Asking beats being told here: mounted configuration of containers is exchanged by links, and network drives tell nothing.
/// </summary>
internal sealed class PriceFileWatch(PriceBook book, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (book.ReloadInterval == TimeSpan.Zero)
        {
            return;
        }

        using var timer = new PeriodicTimer(book.ReloadInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                book.ReloadIfChanged();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }
}
