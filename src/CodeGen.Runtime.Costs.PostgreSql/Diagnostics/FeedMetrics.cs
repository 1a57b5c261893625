using System.Diagnostics.Metrics;

namespace CodeGen.Runtime.Costs;

/// <summary>The instruments of feeding, made from the host's <see cref="IMeterFactory"/>.</summary>
internal sealed class FeedMetrics
{
    private readonly Counter<long> _records;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _conflicts;
    private readonly Counter<long> _problems;
    private readonly Counter<long> _failures;
    private readonly Histogram<double> _duration;

    public FeedMetrics(IMeterFactory factory, ICostLedger ledger, FeedState state)
    {
        Meter meter = factory.Create(PostgreSqlCostsDiagnostics.Name);
        _records = meter.CreateCounter<long>(PostgreSqlCostsDiagnostics.Records);
        _duplicates = meter.CreateCounter<long>(PostgreSqlCostsDiagnostics.Duplicates);
        _conflicts = meter.CreateCounter<long>(PostgreSqlCostsDiagnostics.Conflicts);
        _problems = meter.CreateCounter<long>(PostgreSqlCostsDiagnostics.Problems);
        _failures = meter.CreateCounter<long>(PostgreSqlCostsDiagnostics.Failures);
        _duration = meter.CreateHistogram<double>(PostgreSqlCostsDiagnostics.BatchDuration, "s");
        meter.CreateObservableGauge(PostgreSqlCostsDiagnostics.LagRecords, () => RecordsBehind(ledger, state));
        meter.CreateObservableGauge(PostgreSqlCostsDiagnostics.LagSeconds, () => state.Lag.TotalSeconds, "s");
    }

    /// <summary>Records of other kinds count as well until they are passed.</summary>
    public static long RecordsBehind(ICostLedger ledger, FeedState state) => Math.Max(0, ledger.LastSequence - Math.Max(0, state.FedThrough));

    public void Sent(FeedOutcome outcome, TimeSpan duration)
    {
        _records.Add(outcome.Booked);
        _duplicates.Add(outcome.Duplicates);
        _conflicts.Add(outcome.Conflicts.Count);
        _problems.Add(outcome.Problems.Count);
        _duration.Record(duration.TotalSeconds);
    }

    public void Failed(string reason) => _failures.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
