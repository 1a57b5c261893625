namespace CodeGen.Runtime.Coordination;

/// <summary>How the rooms reach the server they share, and how long they trust what they last heard from it.</summary>
public sealed class CoordinationOptions
{
    /// <summary>The configuration section these options are bound from by <c>AddCodeGenRuntime</c>.</summary>
    public const string SectionName = "CodeGenRuntime:Redis";

    /// <summary>Default of <see cref="MaxStaleness"/>: 2 seconds.</summary>
    public static readonly TimeSpan DefaultMaxStaleness = TimeSpan.FromSeconds(2);

    /// <summary>Default of <see cref="CommandTimeout"/>: 1 second.</summary>
    public static readonly TimeSpan DefaultCommandTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Default of <see cref="ConnectTimeout"/>: 5 seconds.</summary>
    public static readonly TimeSpan DefaultConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Default of <see cref="MaxLogRecords"/>.</summary>
    public const int DefaultMaxLogRecords = 500_000;

    /// <summary>Default of <see cref="MaxOutboxRecords"/>.</summary>
    public const int DefaultMaxOutboxRecords = 10_000;

    /// <summary>The StackExchange.Redis configuration string, such as <c>localhost:6379</c>. Without it everything stays in this process.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public string? Configuration { get; set; }

    /// <summary>
    /// How long after its last confirmation a node trusts its own memory: the bound on how late it can learn of an invalidation whatever is lost on the way.
    /// Confirmed four times in that span.
    /// </summary>
    /// <value>The default is 2 seconds; 100 milliseconds to 1 minute.</value>
    public TimeSpan MaxStaleness { get; set; } = DefaultMaxStaleness;

    /// <summary>After how long a command counts as failed.</summary>
    /// <value>The default is 1 second; 10 milliseconds to 1 minute.</value>
    public TimeSpan CommandTimeout { get; set; } = DefaultCommandTimeout;

    /// <summary>How long connecting may take, and how long the first caller waits for it at most.</summary>
    /// <value>The default is 5 seconds; 100 milliseconds to 2 minutes.</value>
    public TimeSpan ConnectTimeout { get; set; } = DefaultConnectTimeout;

    /// <summary>How many members the log holds at most. Beyond it the oldest are retired early, which forgets values made before them and revives none.</summary>
    /// <value>The default is 500,000 (about 60 to 120 MB in Redis); 1,000 to 10,000,000.</value>
    public int MaxLogRecords { get; set; } = DefaultMaxLogRecords;

    /// <summary>How many invalidations are kept while the server is away, when they are kept at all. Beyond it they are merged into one that clears everything.</summary>
    /// <value>The default is 10,000; 1 to 1,000,000.</value>
    public int MaxOutboxRecords { get; set; } = DefaultMaxOutboxRecords;

    internal TimeSpan RenewInterval => MaxStaleness / 4;

    /// <summary>The configuration section of the options of a name: those of a named cache stand in its own section; other rooms name their options by the section.</summary>
    internal static string SectionOf(string? name) => string.IsNullOrEmpty(name) ? SectionName
        : name.StartsWith("CodeGenRuntime:", StringComparison.Ordinal) ? name
        : $"CodeGenRuntime:Caches:{name}:Redis";

    internal void TakeOver(CoordinationOptions other)
    {
        Configuration = other.Configuration;
        MaxStaleness = other.MaxStaleness;
        CommandTimeout = other.CommandTimeout;
        ConnectTimeout = other.ConnectTimeout;
        MaxLogRecords = other.MaxLogRecords;
        MaxOutboxRecords = other.MaxOutboxRecords;
    }
}
