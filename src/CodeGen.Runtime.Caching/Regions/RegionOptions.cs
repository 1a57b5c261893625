namespace CodeGen.Runtime.Caching;

/// <summary>What the entries of one region have in common. Read once, when the region is made.</summary>
public sealed class RegionOptions
{
    /// <summary>Default of <see cref="MaxRecomputes"/>.</summary>
    public const int DefaultMaxRecomputes = 2;

    /// <summary>Default of <see cref="AcrossNodesFromCost"/>: 0.001 of the host's currency.</summary>
    public const decimal DefaultAcrossNodesFromCost = 0.001m;

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
