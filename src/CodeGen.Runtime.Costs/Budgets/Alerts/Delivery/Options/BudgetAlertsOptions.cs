namespace CodeGen.Runtime.Costs;

/// <summary>Where alerts of budgets are delivered, and what becomes of them until they are.</summary>
public sealed class BudgetAlertsOptions
{
    /// <summary>The configuration section that these options are meant to be bound from.</summary>
    public const string SectionName = "CodeGenRuntime:Costs:Alerts";

    /// <summary>Default of <see cref="MaxMessages"/>.</summary>
    public const int DefaultMaxMessages = 1_000;

    /// <summary>Default of <see cref="RetryDelay"/>: 5 seconds.</summary>
    public static readonly TimeSpan DefaultRetryDelay = TimeSpan.FromSeconds(5);

    /// <summary>Default of <see cref="MaxRetryDelay"/>: 1 hour.</summary>
    public static readonly TimeSpan DefaultMaxRetryDelay = TimeSpan.FromHours(1);

    /// <summary>Default of <see cref="DrainTimeout"/>: 5 seconds.</summary>
    public static readonly TimeSpan DefaultDrainTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Signed webhooks by name: 1 to 64 ASCII letters, digits, '.', '_' or '-', upper and lower case alike.</summary>
    /// <value>The default is empty.</value>
    public IDictionary<string, AlertWebhookOptions> Webhooks { get; } = new Dictionary<string, AlertWebhookOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Incoming webhooks of Slack by name; no name is also one of <see cref="Webhooks"/>.</summary>
    /// <value>The default is empty.</value>
    public IDictionary<string, AlertSlackOptions> Slack { get; } = new Dictionary<string, AlertSlackOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>A directory for alerts that are not delivered yet, such as <c>data/alerts</c> beside the ledger. It is made where it is missing; one process at a time uses it.</summary>
    /// <value>The default is <see langword="null"/>: they are kept in memory, and are lost with the process.</value>
    public string? OutboxPath { get; set; }

    /// <summary>How many alerts may wait for one destination, and how many dead letters it keeps. An alert beyond becomes a dead letter; for a dead letter beyond, the oldest is deleted and logged.</summary>
    /// <value>The default is 1,000; 1 to 100,000.</value>
    public int MaxMessages { get; set; } = DefaultMaxMessages;

    /// <summary>The wait after a first failure. It doubles with each further one; each wait is shortened at random by up to a half.</summary>
    /// <value>The default is 5 seconds; 100 milliseconds to 1 hour.</value>
    public TimeSpan RetryDelay { get; set; } = DefaultRetryDelay;

    /// <summary>The longest wait, unless the receiver's <c>Retry-After</c> asks for more, which is followed up to a day.</summary>
    /// <value>The default is 1 hour; <see cref="RetryDelay"/> to 1 day.</value>
    public TimeSpan MaxRetryDelay { get; set; } = DefaultMaxRetryDelay;

    /// <summary>How long a host that stops waits for alerts that are due.</summary>
    /// <value>The default is 5 seconds; 0 to 1 minute.</value>
    public TimeSpan DrainTimeout { get; set; } = DefaultDrainTimeout;
}
