namespace CodeGen.Runtime.Costs;

/// <summary>The settings of all budgets.</summary>
public sealed class BudgetsOptions
{
    /// <summary>The configuration section that these options are meant to be bound from.</summary>
    public const string SectionName = "CodeGenRuntime:Costs:Budgets";

    /// <summary>Default of <see cref="Lease"/>: 15 minutes.</summary>
    public static readonly TimeSpan DefaultLease = TimeSpan.FromMinutes(15);

    /// <summary>Default of <see cref="Namespace"/>.</summary>
    public const string DefaultNamespace = "codegen";

    /// <summary>Default of <see cref="SnapshotInterval"/>: 5 minutes.</summary>
    public static readonly TimeSpan DefaultSnapshotInterval = TimeSpan.FromMinutes(5);

    /// <summary>Default of <see cref="OpeningDelay"/>: 2 seconds.</summary>
    public static readonly TimeSpan DefaultOpeningDelay = TimeSpan.FromSeconds(2);

    /// <summary>Default of <see cref="ForecastInterval"/>: 1 hour.</summary>
    public static readonly TimeSpan DefaultForecastInterval = TimeSpan.FromHours(1);

    /// <summary>Default of <see cref="ChunkLife"/>: 1 second.</summary>
    public static readonly TimeSpan DefaultChunkLife = TimeSpan.FromSeconds(1);

    /// <summary>The prefix of what shared budgets keep on the server: nodes with the same one share their budgets. Without a server it has no effect.</summary>
    /// <value>The default is <c>codegen</c>; 1 to 64 ASCII letters, digits, '.', '_' or '-'.</value>
    public string Namespace { get; set; } = DefaultNamespace;

    /// <summary>How long a hold lives without a heartbeat; after that it is indeterminate, and stays charged.</summary>
    /// <value>The default is 15 minutes; 1 second to 1 day.</value>
    public TimeSpan Lease { get; set; } = DefaultLease;

    /// <summary>How often budgets that go on after a restart write a snapshot beside the ledger: a start reads what was recorded since, a million records in about a second. One is written when the host stops, too.</summary>
    /// <value>The default is 5 minutes; 1 second to 1 day. Without a ledger it has no effect.</value>
    public TimeSpan SnapshotInterval { get; set; } = DefaultSnapshotInterval;

    /// <summary>
    /// How long reservations with an enforced budget wait after a node that knows of no other has found the server empty: it may have been flushed under nodes that know better, and those say so within a second.
    /// Only the first start on a new server waits so long. Without a server it has no effect.
    /// </summary>
    /// <value>The default is 2 seconds; 0 to 1 minute, 0 for not at all.</value>
    public TimeSpan OpeningDelay { get; set; } = DefaultOpeningDelay;

    /// <summary>How this node reserves in budgets that it shares with others. Nodes may differ. Without a server it has no effect.</summary>
    /// <value>The default is <see cref="SharedBudgetMode.Exact"/>.</value>
    public SharedBudgetMode SharedMode { get; set; }

    /// <summary>How long a chunk of <see cref="SharedBudgetMode.Leased"/> serves reservations. After that what was settled in it is booked, for all nodes to see, and what is left of it is given back.</summary>
    /// <value>The default is 1 second; 100 milliseconds to 1 minute.</value>
    public TimeSpan ChunkLife { get; set; } = DefaultChunkLife;

    /// <summary>
    /// How much of each shared, enforced budget that it used in the last minute this node sets aside for the time in which the server is away: at most this share of the limit, and of what was left then.
    /// It counts as held. Without a server it has no effect.
    /// </summary>
    /// <value>The default is 0, nothing; 0 to 0.5, with six decimals at most.</value>
    public decimal LocalShare { get; set; }

    /// <summary>How often budgets with <see cref="BudgetOptions.AlertOnForecast"/> are forecast; the first time is when the host starts.</summary>
    /// <value>The default is 1 hour; 1 minute to 1 day.</value>
    public TimeSpan ForecastInterval { get; set; } = DefaultForecastInterval;

    /// <summary>The budgets by name: 1 to 64 ASCII letters, digits, '.', '_' or '-'.</summary>
    /// <value>The default is empty.</value>
    public IDictionary<string, BudgetOptions> Definitions { get; } = new Dictionary<string, BudgetOptions>(StringComparer.Ordinal);
}
