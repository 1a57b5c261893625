using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <summary>Renews a flight across nodes three times within its life for as long as the factory runs.</summary>
internal sealed class FlightKeeper : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public FlightKeeper(ISharedStore store, DataKey key, string token, TimeSpan life, TimeProvider timeProvider) =>
        _loop = KeepAsync(store, key, token, life, timeProvider);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task KeepAsync(ISharedStore store, DataKey key, string token, TimeSpan life, TimeProvider timeProvider)
    {
        using var timer = new PeriodicTimer(life / 3, timeProvider);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
            {
                try
                {
                    if (!await store.RenewFlightAsync(key, token, life, _stop.Token).ConfigureAwait(false))
                    {
                        // Another node has it. The factory goes on for its own callers; its write will be refused.
                        return;
                    }
                }
                catch (CoordinationException)
                {
                    // Two more tries before the flight's life is over.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The factory has ended.
        }
    }
}
