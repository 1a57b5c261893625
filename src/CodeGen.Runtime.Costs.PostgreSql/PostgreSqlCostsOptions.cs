namespace CodeGen.Runtime.Costs;

/// <summary>The settings of PostgreSQL as the record of costs.</summary>
public sealed class PostgreSqlCostsOptions
{
    /// <summary>The configuration section that these options are meant to be bound from.</summary>
    public const string SectionName = "CodeGenRuntime:Costs:PostgreSql";

    /// <summary>Default of <see cref="Schema"/>.</summary>
    public const string DefaultSchema = "codegen_costs";

    /// <summary>Default of <see cref="BatchRecords"/>.</summary>
    public const int DefaultBatchRecords = 5_000;

    /// <summary>Default of <see cref="BatchDelay"/>: 200 milliseconds.</summary>
    public static readonly TimeSpan DefaultBatchDelay = TimeSpan.FromMilliseconds(200);

    /// <summary>Default of <see cref="CommandTimeout"/>: 30 seconds.</summary>
    public static readonly TimeSpan DefaultCommandTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Default of <see cref="SynchronousTimeout"/>: 30 seconds.</summary>
    public static readonly TimeSpan DefaultSynchronousTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Default of <see cref="MaxRetryDelay"/>: 30 seconds.</summary>
    public static readonly TimeSpan DefaultMaxRetryDelay = TimeSpan.FromSeconds(30);

    /// <summary>Default of <see cref="MaxLag"/>: 5 minutes.</summary>
    public static readonly TimeSpan DefaultMaxLag = TimeSpan.FromMinutes(5);

    /// <summary>How to reach the server, as Npgsql reads it. It may hold a password and is in no message.</summary>
    /// <value>The default is <see langword="null"/>: the data source that was handed in.</value>
    public string? ConnectionString { get; set; }

    /// <summary>The schema that holds the tables.</summary>
    /// <value>The default is <c>codegen_costs</c>; 1 to 63 lower-case ASCII letters, digits or '_', the first no digit, not beginning with <c>pg_</c>.</value>
    public string Schema { get; set; } = DefaultSchema;

    /// <summary>Whether to create and change the tables where that is due. Without it the owner runs <see cref="PostgreSqlSchema.Script"/>.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool Migrate { get; set; } = true;

    /// <summary>How many records go in one transaction at most.</summary>
    /// <value>The default is 5,000; 1 to 10,000.</value>
    public int BatchRecords { get; set; } = DefaultBatchRecords;

    /// <summary>How long records wait for others to go with them, where nobody waits for them.</summary>
    /// <value>The default is 200 ms; 1 ms to 1 min.</value>
    public TimeSpan BatchDelay { get; set; } = DefaultBatchDelay;

    /// <summary>After this a statement has failed.</summary>
    /// <value>The default is 30 s; 1 s to 10 min.</value>
    public TimeSpan CommandTimeout { get; set; } = DefaultCommandTimeout;

    /// <summary>The longest pause between two attempts while the database fails; the first is 100 ms, each next one twice as long.</summary>
    /// <value>The default is 30 s; 100 ms to 10 min.</value>
    public TimeSpan MaxRetryDelay { get; set; } = DefaultMaxRetryDelay;

    /// <summary>Whether a durable charge is acknowledged only when PostgreSQL has committed it: for nodes whose ledger has no disk that outlives them.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool Synchronous { get; set; }

    /// <summary>How long such a charge waits before <see cref="CostNotStoredException"/> is thrown.</summary>
    /// <value>The default is 30 s; 100 ms to 10 min.</value>
    public TimeSpan SynchronousTimeout { get; set; } = DefaultSynchronousTimeout;

    /// <summary>From which lag on the health check is degraded.</summary>
    /// <value>The default is 5 min; 1 s to 1 day.</value>
    public TimeSpan MaxLag { get; set; } = DefaultMaxLag;
}
