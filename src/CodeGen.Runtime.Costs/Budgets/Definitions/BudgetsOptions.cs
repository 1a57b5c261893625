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

    /// <summary>The budgets by name: 1 to 64 ASCII letters, digits, '.', '_' or '-'.</summary>
    /// <value>The default is empty.</value>
    public IDictionary<string, BudgetOptions> Definitions { get; } = new Dictionary<string, BudgetOptions>(StringComparer.Ordinal);
}
