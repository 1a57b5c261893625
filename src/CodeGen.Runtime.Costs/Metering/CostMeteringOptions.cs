namespace CodeGen.Runtime.Costs;

/// <summary>The settings of cost metering.</summary>
public sealed class CostMeteringOptions
{
    /// <summary>The configuration section that these options are bound from by <c>AddCodeGenRuntime</c>.</summary>
    public const string SectionName = "CodeGenRuntime:Costs";

    /// <summary>Default of <see cref="Currency"/>.</summary>
    public const string DefaultCurrency = "USD";

    /// <summary>Default of <see cref="BillingZone"/>.</summary>
    public const string DefaultBillingZone = "UTC";

    /// <summary>Default of <see cref="SegmentBytes"/>: 64 MiB.</summary>
    public const int DefaultSegmentBytes = LedgerLogOptions.DefaultSegmentBytes;

    /// <summary>Default of <see cref="MaxRememberedIds"/>.</summary>
    public const int DefaultMaxRememberedIds = LedgerLogOptions.DefaultMaxRememberedIds;

    /// <summary>Default of <see cref="Remembrance"/>: 31 days.</summary>
    public static readonly TimeSpan DefaultRemembrance = LedgerLogOptions.DefaultRemembrance;

    /// <summary>Default of <see cref="MaxGroupWait"/>: 2 milliseconds.</summary>
    public static readonly TimeSpan DefaultMaxGroupWait = LedgerLogOptions.DefaultMaxGroupWait;

    /// <summary>Default of <see cref="RollupInterval"/>: 1 second.</summary>
    public static readonly TimeSpan DefaultRollupInterval = TimeSpan.FromSeconds(1);

    /// <summary>Default of <see cref="MaxRollupLag"/>: 5 minutes.</summary>
    public static readonly TimeSpan DefaultMaxRollupLag = TimeSpan.FromMinutes(5);

    /// <summary>Default of <see cref="KeepMinutes"/>: 2 days.</summary>
    public static readonly TimeSpan DefaultKeepMinutes = TimeSpan.FromDays(2);

    /// <summary>Default of <see cref="KeepHours"/>: 62 days.</summary>
    public static readonly TimeSpan DefaultKeepHours = TimeSpan.FromDays(62);

    /// <summary>Default of <see cref="KeepDays"/>: 400 days.</summary>
    public static readonly TimeSpan DefaultKeepDays = TimeSpan.FromDays(400);

    /// <summary>The directory of this node's ledger, on a disk that outlives the process. One process writes there.</summary>
    /// <value>The default is <see langword="null"/>: a temporary directory that goes with the process, which the log tells.</value>
    public string? LedgerPath { get; set; }

    /// <summary>The currency that totals are shown in where rates are known, an ISO 4217 code. Amounts stay in that of their price.</summary>
    /// <value>The default is <c>USD</c>.</value>
    public string Currency { get; set; } = DefaultCurrency;

    /// <summary>
    /// The IANA time zone whose months are billing periods: free allowances and tiers of meters begin anew with each, and reports by day and month follow it. With another one the roll-ups are built again.
    /// </summary>
    /// <value>The default is <c>UTC</c>.</value>
    public string BillingZone { get; set; } = DefaultBillingZone;

    /// <summary>How large each file of the ledger is.</summary>
    /// <value>The default is 64 MiB; 4 KiB to 1 GiB, a multiple of 4 KiB. Two files' worth of room is taken from the beginning.</value>
    public int SegmentBytes { get; set; } = DefaultSegmentBytes;

    /// <summary>How far back the ids of events are remembered, so that an event that is handed in again is booked once.</summary>
    /// <value>The default is 31 days; 1 hour to 400 days.</value>
    public TimeSpan Remembrance { get; set; } = DefaultRemembrance;

    /// <summary>How many ids are remembered at most, about 60 to 120 bytes each; above it the oldest hours are forgotten early.</summary>
    /// <value>The default is 4,000,000; 1 or more.</value>
    public int MaxRememberedIds { get; set; } = DefaultMaxRememberedIds;

    /// <summary>How long a flush of the disk waits for others that ask for one.</summary>
    /// <value>The default is 2 ms; 0 to 1 s.</value>
    public TimeSpan MaxGroupWait { get; set; } = DefaultMaxGroupWait;

    /// <summary>Whether each caller who asks that a record survives a failure of power gets a flush of its own.</summary>
    /// <value>The default is <see langword="false"/>: callers at one time share one.</value>
    public bool StrictFlush { get; set; }

    /// <summary>The file of the roll-ups, an SQLite database on a disk of this machine. It follows from the ledger and is built again where it is missing.</summary>
    /// <value>The default is <see langword="null"/>: <c>rollups.db</c> in the directory of the ledger.</value>
    public string? RollupPath { get; set; }

    /// <summary>How long records are gathered before they are added to the roll-ups. Reports read what is not there yet from the ledger.</summary>
    /// <value>The default is 1 s; 10 ms to 1 min.</value>
    public TimeSpan RollupInterval { get; set; } = DefaultRollupInterval;

    /// <summary>For how long the roll-ups may be behind the ledger before the health check tells it.</summary>
    /// <value>The default is 5 min; 10 s to 1 day.</value>
    public TimeSpan MaxRollupLag { get; set; } = DefaultMaxRollupLag;

    /// <summary>How long sums by the minute are kept.</summary>
    /// <value>The default is 2 days; 1 hour to 10 years, and no longer than <see cref="KeepHours"/>.</value>
    public TimeSpan KeepMinutes { get; set; } = DefaultKeepMinutes;

    /// <summary>How long sums by the hour are kept.</summary>
    /// <value>The default is 62 days; 1 day to 10 years, and no longer than <see cref="KeepDays"/>.</value>
    public TimeSpan KeepHours { get; set; } = DefaultKeepHours;

    /// <summary>How long sums by the day are kept. Those by the month are kept for ever.</summary>
    /// <value>The default is 400 days; 31 days to 10 years.</value>
    public TimeSpan KeepDays { get; set; } = DefaultKeepDays;
}
