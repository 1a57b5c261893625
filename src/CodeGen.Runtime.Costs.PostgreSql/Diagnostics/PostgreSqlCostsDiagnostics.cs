namespace CodeGen.Runtime.Costs;

/// <summary>The names of what feeding tells. docs/telemetry.md has the table.</summary>
public static class PostgreSqlCostsDiagnostics
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "CodeGen.Runtime.Costs.PostgreSql";

    /// <summary>Counter: records that were booked in PostgreSQL.</summary>
    public const string Records = "codegen.costs.postgresql.records";

    /// <summary>Counter: records that were there already through another node.</summary>
    public const string Duplicates = "codegen.costs.postgresql.duplicates";

    /// <summary>Counter: records whose id belongs to another event.</summary>
    public const string Conflicts = "codegen.costs.postgresql.conflicts";

    /// <summary>Counter: places of the ledger that could not be read.</summary>
    public const string Problems = "codegen.costs.postgresql.problems";

    /// <summary>Counter: attempts that failed. Tags: reason (an SQLSTATE, <c>connection</c> or <c>refused</c>).</summary>
    public const string Failures = "codegen.costs.postgresql.failures";

    /// <summary>Histogram, seconds: from the beginning of a transaction until its commit was confirmed.</summary>
    public const string BatchDuration = "codegen.costs.postgresql.batch.duration";

    /// <summary>Gauge: how many places of the ledger the database does not have.</summary>
    public const string LagRecords = "codegen.costs.postgresql.lag.records";

    /// <summary>Gauge, seconds: how long the oldest of them has waited.</summary>
    public const string LagSeconds = "codegen.costs.postgresql.lag.seconds";
}
