using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CodeGen.Runtime.Costs;

/// <summary>Takes alerts into the outbox, and delivers them while the host runs.</summary>
internal sealed class BudgetAlertDelivery : IBudgetAlertHandler, IBudgetAlertDelivery, IHostedService, IDisposable
{
    private readonly AlertOutbox _outbox;
    private readonly AlertSender _sender;
    private readonly AlertMetrics _metrics;
    private readonly AlertWorker[] _workers;
    private readonly BudgetAlertsOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _draining = new();
    private readonly CancellationTokenSource _stopped = new();
    private bool _disposed;
    private Task _running = Task.CompletedTask;

    public BudgetAlertDelivery(BudgetAlertsOptions options, AlertMetrics metrics, TimeProvider time, ILogger logger)
    {
        var backOff = new AlertBackOff(options.RetryDelay, options.MaxRetryDelay);
        IEnumerable<AlertQueue> queues = BudgetAlertsOptionsValidator.Read(options, []).Select(endpoint => new AlertQueue(endpoint, options.MaxMessages, backOff));
        _outbox = new AlertOutbox(queues, options.OutboxPath is { } path ? new AlertFiles(path) : null, metrics, time, logger);
        _sender = new AlertSender(time);
        _workers = [.. _outbox.Queues.Select(queue => new AlertWorker(_outbox, queue, _sender, time))];
        _metrics = metrics;
        _options = options;
        _time = time;
        _logger = logger;
    }

    public IReadOnlyList<AlertDestinationStatus> Destinations => [.. _outbox.Queues.Select(static queue => queue.Status)];

    public ValueTask HandleAsync(BudgetAlert alert)
    {
        _outbox.Add(alert);
        return ValueTask.CompletedTask;
    }

    public int RetryDeadLetters(string destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        AlertQueue queue = _outbox.Queues.FirstOrDefault(queue => string.Equals(queue.Endpoint.Name, destination, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException(
                $"No destination of budget alerts is named '{AttributionText.Clean(destination)}'. Those there are: {string.Join(", ", _outbox.Queues.Select(static queue => queue.Endpoint.Name))}.", nameof(destination));
        return _outbox.Revive(queue);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _outbox.Open();
        if (_options.OutboxPath is { } path)
        {
            IReadOnlyList<AlertDestinationStatus> all = Destinations;
            AlertLog.Started(_logger, all.Count, path, all.Sum(static one => one.Pending), all.Sum(static one => one.Dead));
        }
        else if (_workers.Length > 0)
        {
            AlertLog.InMemory(_logger, _workers.Length, $"{BudgetAlertsOptions.SectionName}:{nameof(BudgetAlertsOptions.OutboxPath)}");
        }

        _running = Task.WhenAll(_workers.Select(worker => worker.RunAsync(_draining.Token, _stopped.Token)));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // The limit runs from the call on.
        Task drained = _running.WaitAsync(_options.DrainTimeout, _time, cancellationToken);
        await _draining.CancelAsync().ConfigureAwait(false);
        await drained.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stopped.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _outbox.Close();
    }

    public void Dispose()
    {
        if (_disposed)
        {
            // The container has it under several types.
            return;
        }

        _disposed = true;
        _stopped.Cancel();
        _outbox.Dispose();
        _sender.Dispose();
        _metrics.Dispose();
        _draining.Dispose();
        _stopped.Dispose();
    }
}
