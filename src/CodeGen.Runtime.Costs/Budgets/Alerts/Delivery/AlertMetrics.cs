using System.Diagnostics.Metrics;

namespace CodeGen.Runtime.Costs;

/// <summary>The instruments of the delivery of alerts, made from the host's <see cref="IMeterFactory"/>.</summary>
internal sealed class AlertMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly bool _ownsMeter;
    private readonly Counter<long> _delivered;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _dead;

    public AlertMetrics(IMeterFactory? factory)
    {
        _ownsMeter = factory is null;
        _meter = factory?.Create(CostsDiagnostics.Name) ?? new Meter(CostsDiagnostics.Name);
        _delivered = _meter.CreateCounter<long>(CostsDiagnostics.AlertsDelivered);
        _failed = _meter.CreateCounter<long>(CostsDiagnostics.AlertsFailed);
        _dead = _meter.CreateCounter<long>(CostsDiagnostics.AlertsDead);
    }

    public void Observe(IReadOnlyList<AlertQueue> queues)
    {
        _meter.CreateObservableGauge(CostsDiagnostics.AlertsPending, () => queues.Select(static queue => Measured(queue, queue.Status.Pending)));
        _meter.CreateObservableGauge(CostsDiagnostics.AlertsDeadLetters, () => queues.Select(static queue => Measured(queue, queue.Status.Dead)));
    }

    public void Delivered(string destination) => _delivered.Add(1, new KeyValuePair<string, object?>("destination", destination));

    public void Failed(string destination, string reason) => _failed.Add(1, new("destination", destination), new("reason", reason));

    public void Dead(string destination, string reason) => _dead.Add(1, new("destination", destination), new("reason", reason));

    public void Dispose()
    {
        if (_ownsMeter)
        {
            _meter.Dispose();
        }
    }

    private static Measurement<int> Measured(AlertQueue queue, int count) => new(count, new KeyValuePair<string, object?>("destination", queue.Endpoint.Name));
}
