namespace CodeGen.Runtime.Costs;

/// <summary>The names of what the costs tell. docs/telemetry.md has the table.</summary>
public static class CostsDiagnostics
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "CodeGen.Runtime.Costs";

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
