namespace CodeGen.Runtime.Costs;

/// <summary>The names of what the costs tell. docs/telemetry.md has the table.</summary>
public static class CostsDiagnostics
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "CodeGen.Runtime.Costs";

    /// <summary>Counter: records that were booked. Tags: kind (<c>charge</c>, <c>adjustment</c>, <c>saving</c>), category, status (<c>priced</c>, <c>ceiling</c>, <c>unpriced</c>).</summary>
    public const string Records = "codegen.costs.records";

    /// <summary>Counter, in units of the currency: what was spent, corrections that take something back left out. Tags: currency, category. For charts; the ledger has the exact amounts.</summary>
    public const string Spent = "codegen.costs.spent";

    /// <summary>Counter, in units of the currency: what was saved. Tags: currency, category.</summary>
    public const string Saved = "codegen.costs.saved";

    /// <summary>Counter: events that were handed in again and were there already.</summary>
    public const string Repeated = "codegen.costs.repeated";

    /// <summary>Counter: values of attributions that had no place, so that they became <c>__other__</c>. Tags: dimension.</summary>
    public const string AttributionOverflows = "codegen.costs.attribution.overflows";

    /// <summary>Gauge: records in this node's ledger.</summary>
    public const string LedgerRecords = "codegen.costs.ledger.records";

    /// <summary>Gauge: records that survive this process and not yet a failure of power.</summary>
    public const string LedgerUnflushed = "codegen.costs.ledger.unflushed";

    /// <summary>Gauge: records of this node's ledger that are not in the roll-ups yet.</summary>
    public const string RollupLagRecords = "codegen.costs.rollups.lag.records";

    /// <summary>Gauge, in seconds: for how long the roll-ups have lacked one.</summary>
    public const string RollupLagSeconds = "codegen.costs.rollups.lag.seconds";

    /// <summary>Histogram, in tokens: tokens of one request of a model, by the semantic conventions of OpenTelemetry for generative AI. Tags: those of the conventions.</summary>
    public const string TokenUsage = "gen_ai.client.token.usage";

    /// <summary>Histogram, in seconds: duration of one request of a model, where the host says how long it took. Tags: those of the conventions.</summary>
    public const string OperationDuration = "gen_ai.client.operation.duration";

    /// <summary>Counter: budget alerts that a receiver has taken. Tags: destination.</summary>
    public const string AlertsDelivered = "codegen.costs.alerts.delivered";

    /// <summary>Counter: attempts to deliver a budget alert that failed. Tags: destination, reason.</summary>
    public const string AlertsFailed = "codegen.costs.alerts.failed";

    /// <summary>Counter: budget alerts that were given up and kept as dead letters. Tags: destination, reason (<c>expired</c>, <c>full</c>, <c>gone</c>, <c>damaged</c>).</summary>
    public const string AlertsDead = "codegen.costs.alerts.dead";

    /// <summary>Gauge: budget alerts that wait for delivery. Tags: destination.</summary>
    public const string AlertsPending = "codegen.costs.alerts.pending";

    /// <summary>Gauge: dead letters that are kept. Tags: destination.</summary>
    public const string AlertsDeadLetters = "codegen.costs.alerts.dead_letters";
}
