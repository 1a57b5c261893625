namespace CodeGen.Runtime.Caching;

/// <summary>The settings of one cache.</summary>
public sealed class TieredCacheOptions
{
    /// <summary>The configuration section these options are bound from by <c>AddCodeGenRuntime</c>.</summary>
    public const string SectionName = "CodeGenRuntime:Cache";

    /// <summary>The configuration section below which each named cache has a section, called by its name, for these options.</summary>
    public const string NamedSectionName = "CodeGenRuntime:Caches";

    /// <summary>Default of <see cref="Namespace"/>.</summary>
    public const string DefaultNamespace = "codegen";

    /// <summary>Default of <see cref="MaxEntries"/>.</summary>
    public const int DefaultMaxEntries = 1_000;

    /// <summary>Default of <see cref="MaxBytes"/>: 64 MiB.</summary>
    public const long DefaultMaxBytes = 64L << 20;

    /// <summary>Default of <see cref="TimeToLive"/>: one hour.</summary>
    public static readonly TimeSpan DefaultTimeToLive = TimeSpan.FromSeconds(3_600);

    /// <summary>Default of <see cref="MaxEntryLifetime"/>: one day.</summary>
    public static readonly TimeSpan DefaultMaxEntryLifetime = TimeSpan.FromDays(1);

    /// <summary>Default of <see cref="MaxFactoryDuration"/>: 15 minutes.</summary>
    public static readonly TimeSpan DefaultMaxFactoryDuration = TimeSpan.FromMinutes(15);

    /// <summary>Default of <see cref="MaxStaleOnDisconnect"/>: 10 minutes.</summary>
    public static readonly TimeSpan DefaultMaxStaleOnDisconnect = TimeSpan.FromMinutes(10);

    /// <summary>Default of <see cref="DisconnectedGrace"/>: 30 seconds.</summary>
    public static readonly TimeSpan DefaultDisconnectedGrace = TimeSpan.FromSeconds(30);

    /// <summary>Default of <see cref="SetWait"/>: 50 milliseconds.</summary>
    public static readonly TimeSpan DefaultSetWait = TimeSpan.FromMilliseconds(50);

    /// <summary>Default of <see cref="SharedWriteWait"/>: 50 milliseconds.</summary>
    public static readonly TimeSpan DefaultSharedWriteWait = TimeSpan.FromMilliseconds(50);

    /// <summary>Default of <see cref="FlightLease"/>: 10 seconds.</summary>
    public static readonly TimeSpan DefaultFlightLease = TimeSpan.FromSeconds(10);

    /// <summary>Default of <see cref="MaxKeyLength"/>.</summary>
    public const int DefaultMaxKeyLength = 4_096;

    /// <summary>Default of <see cref="MaxPayloadBytes"/>: 16 MiB.</summary>
    public const int DefaultMaxPayloadBytes = 16 << 20;

    /// <summary>Default of <see cref="CompressionThreshold"/>: 2,048 bytes.</summary>
    public const int DefaultCompressionThreshold = FrameCompression.DefaultThreshold;

    /// <summary>Default of <see cref="MaxPatterns"/>.</summary>
    public const int DefaultMaxPatterns = 256;

    /// <summary>Default of <see cref="MaxKeyRecords"/>.</summary>
    public const int DefaultMaxKeyRecords = 65_536;

    /// <summary>Default of <see cref="InlineBytes"/>: 1,024 bytes.</summary>
    public const int DefaultInlineBytes = 1_024;

    /// <summary>Default of <see cref="MaxBulkKeys"/>.</summary>
    public const int DefaultMaxBulkKeys = 10_000;

    /// <summary>Separates applications that share a Redis: prefix of every key.</summary>
    /// <value>The default is <c>codegen</c>, of a named cache <c>codegen-</c> and its name; 1 to 64 letters, digits, '.', '_' or '-'.</value>
    public string Namespace { get; set; } = DefaultNamespace;

    /// <summary>How many entries the memory of this process holds at most.</summary>
    /// <value>The default is 1,000; 1 or more.</value>
    public int MaxEntries { get; set; } = DefaultMaxEntries;

    /// <summary>How many bytes they take at most, as estimated from their serialized or known size.</summary>
    /// <value>The default is 64 MiB; 1 KiB or more.</value>
    public long MaxBytes { get; set; } = DefaultMaxBytes;

    /// <summary>How long a value may be served after it was made, unless region, call or factory say otherwise.</summary>
    /// <value>The default is 3,600 seconds; 1 ms to <see cref="MaxEntryLifetime"/>.</value>
    public TimeSpan TimeToLive { get; set; } = DefaultTimeToLive;

    /// <summary>How long this process may serve a value without asking the shared tier again.</summary>
    /// <value>The default is <see langword="null"/>: as long as the value lives.</value>
    public TimeSpan? LocalTimeToLive { get; set; }

    /// <summary>The options of the region <c>default</c>, in which plain string keys live. Its name cannot be changed.</summary>
    /// <value>The default is what <see cref="RegionOptions"/> is when new.</value>
    public RegionOptions PlainKeys { get; } = new();

    /// <summary>The longest life any entry may have; longer ones are cut. Invalidations are remembered this long plus <see cref="MaxFactoryDuration"/>.</summary>
    /// <value>The default is one day; 1 second to 30 days.</value>
    public TimeSpan MaxEntryLifetime { get; set; } = DefaultMaxEntryLifetime;

    /// <summary>The longest any factory may run. Removals of single keys are remembered this long, and a later write of such a factory is refused.</summary>
    /// <value>The default is 15 minutes; 1 second to 1 day.</value>
    public TimeSpan MaxFactoryDuration { get; set; } = DefaultMaxFactoryDuration;

    /// <summary>What regions do while the log cannot be reached.</summary>
    /// <value>The default is <see cref="WhenDisconnected.ServeStale"/>.</value>
    public WhenDisconnected WhenDisconnected { get; set; }

    /// <summary>How long after the lease ran out <see cref="WhenDisconnected.ServeStale"/> serves values from memory.</summary>
    /// <value>The default is 10 minutes; 0 to 1 day.</value>
    public TimeSpan MaxStaleOnDisconnect { get; set; } = DefaultMaxStaleOnDisconnect;

    /// <summary>How long a value made while disconnected is served while still disconnected, so that an outage is not one paid call per request.</summary>
    /// <value>The default is 30 seconds; 0 to 1 hour.</value>
    public TimeSpan DisconnectedGrace { get; set; } = DefaultDisconnectedGrace;

    /// <summary>What becomes of an invalidation issued while the log cannot be reached.</summary>
    /// <value>The default is <see cref="OnDisconnectedInvalidation.Throw"/>.</value>
    public OnDisconnectedInvalidation OnDisconnectedInvalidation { get; set; }

    /// <summary>What becomes of the values when the server that holds the log is replaced or restarted. All nodes must say the same.</summary>
    /// <value>The default is <see cref="OnFailOver.Forget"/>.</value>
    public OnFailOver OnFailOver { get; set; }

    /// <summary>How long a reader waits for a value whose Set has been announced, before it runs a factory of its own.</summary>
    /// <value>The default is 50 milliseconds; 0 to 1 second.</value>
    public TimeSpan SetWait { get; set; } = DefaultSetWait;

    /// <summary>How long callers wait for the value they have made to be in the shared tier too. The write goes on without them.</summary>
    /// <value>The default is 50 milliseconds; 0 to 1 minute.</value>
    public TimeSpan SharedWriteWait { get; set; } = DefaultSharedWriteWait;

    /// <summary>How long a node keeps a flight across nodes without renewing it; after that another node takes over.</summary>
    /// <value>The default is 10 seconds; 1 second to 5 minutes.</value>
    public TimeSpan FlightLease { get; set; } = DefaultFlightLease;

    /// <summary>The longest key text, in UTF-16 characters.</summary>
    /// <value>The default is 4,096; 16 to 65,536.</value>
    public int MaxKeyLength { get; set; } = DefaultMaxKeyLength;

    /// <summary>How many keys one bulk call may have.</summary>
    /// <value>The default is 10,000; 1 to 1,000,000.</value>
    public int MaxBulkKeys { get; set; } = DefaultMaxBulkKeys;

    /// <summary>The largest serialized value that goes to or is taken from the shared tier, in bytes; larger ones stay in this process.</summary>
    /// <value>The default is 16 MiB; 1 KiB to 512 MiB.</value>
    public int MaxPayloadBytes { get; set; } = DefaultMaxPayloadBytes;

    /// <summary>Whether payloads are compressed with LZ4 where that saves at least a tenth.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool Compress { get; set; } = true;

    /// <summary>The shortest payload worth compressing, in bytes.</summary>
    /// <value>The default is 2,048; 0 or more.</value>
    public int CompressionThreshold { get; set; } = DefaultCompressionThreshold;

    /// <summary>How many distinct patterns are remembered one by one; beyond it the oldest is widened to the first part of its keys, or to everything.</summary>
    /// <value>The default is 256; 1 to 10,000.</value>
    public int MaxPatterns { get; set; } = DefaultMaxPatterns;

    /// <summary>How many removals of single keys this process remembers; for older ones it asks the log.</summary>
    /// <value>The default is 65,536; 1,024 to 10,000,000.</value>
    public int MaxKeyRecords { get; set; } = DefaultMaxKeyRecords;

    /// <summary>Up to which size a value set explicitly travels inside its notification.</summary>
    /// <value>The default is 1,024 bytes; 0 (never) to 16,384.</value>
    public int InlineBytes { get; set; } = DefaultInlineBytes;
}
