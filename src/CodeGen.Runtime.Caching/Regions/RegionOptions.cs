namespace CodeGen.Runtime.Caching;

/// <summary>What the entries of one region have in common. Read once, when the region is made.</summary>
public sealed class RegionOptions
{
    /// <summary>Default of <see cref="MaxRecomputes"/>.</summary>
    public const int DefaultMaxRecomputes = 2;

    /// <summary>Default of <see cref="AcrossNodesFromCost"/>: 0.001 of the host's currency.</summary>
    public const decimal DefaultAcrossNodesFromCost = 0.001m;

    /// <summary>Default of <see cref="StaleRetryAfter"/>: 30 seconds.</summary>
    public static readonly TimeSpan DefaultStaleRetryAfter = TimeSpan.FromSeconds(30);

    /// <summary>The region's name: 1 to 128 visible ASCII characters, without braces.</summary>
    /// <value>The default is the first literal of the key's template.</value>
    public string? Name { get; set; }

    /// <summary>Raise it when the type, the prompt or the meaning of the values changes: entries of other versions are misses.</summary>
    /// <value>The default is 1; 0 or more.</value>
    public int Version { get; set; } = 1;

    /// <summary>How long a value may be served after it was made.</summary>
    /// <value>The default is the cache's.</value>
    public TimeSpan? TimeToLive { get; set; }

    /// <summary>How long this process may serve a value without asking the shared tier again.</summary>
    /// <value>The default is the cache's.</value>
    public TimeSpan? LocalTimeToLive { get; set; }

    /// <summary>Which share of each life may be cut off at random, so that entries made together do not end together.</summary>
    /// <value>The default is 0; 0 to 0.5.</value>
    public double Jitter { get; set; }

    /// <summary>How long a value lives without being used, within its time to live. In the shared tier an unused value stays up to a quarter longer, so that a value in use is prolonged there at most four times a window.</summary>
    /// <value>The default is <see langword="null"/>: use does not matter. More than 0, at most <see cref="TieredCacheOptions.MaxEntryLifetime"/>.</value>
    public TimeSpan? SlidingExpiration { get; set; }

    /// <summary>How long a negative answer lives: <see langword="null"/>, or a value whose factory said <see cref="CacheEntryContext.IsNegative"/>.</summary>
    /// <value>The default is <see langword="null"/>: as long as any other. More than 0, at most <see cref="TieredCacheOptions.MaxEntryLifetime"/>.</value>
    public TimeSpan? NegativeTimeToLive { get; set; }

    /// <summary>
    /// How long after its life a value is kept: to be served when it cannot be made again, and to be handed to the factory, which may find it unchanged. Life and this together
    /// are at most <see cref="TieredCacheOptions.MaxEntryLifetime"/>; what is more is cut here. A value that was invalidated is never served, however much time it has left.
    /// </summary>
    /// <value>The default is 0: it is not kept. 0 to <see cref="TieredCacheOptions.MaxEntryLifetime"/>.</value>
    public TimeSpan StaleFor { get; set; }

    /// <summary>Whether a kept value is served when the factory fails or passes its deadline.</summary>
    /// <value>The default is <see langword="true"/>; it takes a <see cref="StaleFor"/> to have an effect.</value>
    public bool ServeStaleOnError { get; set; } = true;

    /// <summary>How long a kept value is served without asking the factory again after that has failed.</summary>
    /// <value>The default is 30 seconds; 0 to 1 hour.</value>
    public TimeSpan StaleRetryAfter { get; set; } = DefaultStaleRetryAfter;

    /// <summary>How long a factory may run before its callers get the kept value, if there is one, while it goes on and its value is stored when it comes.</summary>
    /// <value>The default is <see langword="null"/>: they wait. More than 0, less than <see cref="HardTimeout"/> and <see cref="FactoryTimeout"/>; needs a <see cref="StaleFor"/>.</value>
    public TimeSpan? SoftTimeout { get; set; }

    /// <summary>How long a caller waits at most: then it gets the kept value, or <see cref="CacheFactoryTimeoutException"/> where there is none. The factory goes on and its value is stored when it comes.</summary>
    /// <value>The default is <see langword="null"/>: as long as <see cref="FactoryTimeout"/>. More than 0 and at most that.</value>
    public TimeSpan? HardTimeout { get; set; }

    /// <summary>
    /// From which share of its life on a hit makes the value again in the background: the shared tier is asked first, and one node of all does it. Values with a sliding
    /// expiration are left out.
    /// </summary>
    /// <value>The default is <see langword="null"/>: never. More than 0 and less than 1.</value>
    public double? EagerRefresh { get; set; }

    /// <summary>What happens while the log cannot be reached.</summary>
    /// <value>The default is the cache's.</value>
    public WhenDisconnected? WhenDisconnected { get; set; }

    /// <summary>What happens to the value of a factory that was overtaken by an invalidation.</summary>
    /// <value>The default is <see cref="OnSuperseded.Discard"/>.</value>
    public OnSuperseded OnSuperseded { get; set; }

    /// <summary>How often <see cref="OnSuperseded.Recompute"/> runs the factory again.</summary>
    /// <value>The default is 2; 1 to 10.</value>
    public int MaxRecomputes { get; set; } = DefaultMaxRecomputes;

    /// <summary>How far "one factory call at a time" reaches.</summary>
    /// <value>The default is <see cref="SingleFlight.Auto"/>.</value>
    public SingleFlight SingleFlight { get; set; }

    /// <summary>What a value is expected to cost, in the host's currency, until factories have said so themselves.</summary>
    /// <value>The default is 0, unknown.</value>
    public decimal ExpectedCost { get; set; }

    /// <summary>From which expected cost on <see cref="SingleFlight.Auto"/> reaches across nodes.</summary>
    /// <value>The default is 0.001 of the host's currency; more than 0.</value>
    public decimal AcrossNodesFromCost { get; set; } = DefaultAcrossNodesFromCost;

    /// <summary>How long one factory may run before it is cancelled, at most <see cref="TieredCacheOptions.MaxFactoryDuration"/>.</summary>
    /// <value>The default is the cache's <see cref="TieredCacheOptions.MaxFactoryDuration"/>.</value>
    public TimeSpan? FactoryTimeout { get; set; }

    /// <summary>Whether values go to the shared tier at all.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool UseSharedTier { get; set; } = true;
}
