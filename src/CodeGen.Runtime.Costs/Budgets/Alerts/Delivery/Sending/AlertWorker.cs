namespace CodeGen.Runtime.Costs;

/// <summary>Delivers what waits for one destination, one message at a time.</summary>
internal sealed class AlertWorker(AlertOutbox outbox, AlertQueue queue, AlertSender sender, TimeProvider time)
{
    /// <summary>Timers of the platform end at some 49 days.</summary>
    private static readonly TimeSpan s_longestWait = TimeSpan.FromDays(1);

    /// <param name="draining">When it is cancelled, what is due is still sent, and then it ends.</param>
    /// <param name="stopped">When it is cancelled, it ends.</param>
    public async Task RunAsync(CancellationToken draining, CancellationToken stopped)
    {
        while (!stopped.IsCancellationRequested)
        {
            Task changed = queue.Changed;
            DateTimeOffset now = time.GetUtcNow();
            if (queue.Next(now, out DateTimeOffset? due) is { } message)
            {
                await DeliverAsync(message, stopped).ConfigureAwait(false);
                continue;
            }

            if (draining.IsCancellationRequested)
            {
                return;
            }

            TimeSpan wait = due is { } next && next - now < s_longestWait ? next - now : s_longestWait;
            await changed.WaitAsync(wait, time, draining).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task DeliverAsync(AlertMessage message, CancellationToken stopped)
    {
        AlertAttempt attempt;
        try
        {
            attempt = await sender.SendAsync(queue.Endpoint, message, stopped).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            return;
        }
#pragma warning disable CA1031 // A failure that nobody thought of must not end the delivery of all alerts to come.
        catch (Exception e)
#pragma warning restore CA1031
        {
            // The type only: the message might hold the URL.
            attempt = new AlertAttempt(e.GetType().Name);
        }

        if (attempt.IsDelivered)
        {
            outbox.Delivered(queue, message);
        }
        else
        {
            outbox.Failed(queue, message, attempt, time.GetUtcNow());
        }
    }
}
