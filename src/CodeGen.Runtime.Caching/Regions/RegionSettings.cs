namespace CodeGen.Runtime.Caching;

/// <summary>A region's options, checked and completed from the cache's; immutable, except for what it learns.</summary>
internal sealed class RegionSettings
{
    public const int MaxNameLength = 128;
    private readonly ulong _keySeed;
    private decimal _expectedCost;
    private readonly Lock _gate = new();

    public RegionSettings(string name, RegionOptions region, TieredCacheOptions cache, CacheKeyTemplate? template = null)
    {
        Template = template;
        Name = CheckName(name);
        Version = region.Version >= 0 ? region.Version : throw Out(nameof(region.Version), region.Version, "0 or more");
        TimeToLive = CheckLife(region.TimeToLive ?? cache.TimeToLive, cache.MaxEntryLifetime, nameof(region.TimeToLive));
        LocalTimeToLive = CheckLife(region.LocalTimeToLive ?? cache.LocalTimeToLive ?? cache.MaxEntryLifetime, cache.MaxEntryLifetime, nameof(region.LocalTimeToLive));
        WhenDisconnected = region.WhenDisconnected ?? cache.WhenDisconnected;
        OnSuperseded = region.OnSuperseded;
        MaxRecomputes = region.MaxRecomputes is >= 1 and <= 10 ? region.MaxRecomputes : throw Out(nameof(region.MaxRecomputes), region.MaxRecomputes, "1 to 10");
        SingleFlight = region.SingleFlight;
        AcrossNodesFromCost = region.AcrossNodesFromCost > 0 ? region.AcrossNodesFromCost : throw Out(nameof(region.AcrossNodesFromCost), region.AcrossNodesFromCost, "more than 0");
        _expectedCost = region.ExpectedCost >= 0 ? region.ExpectedCost : throw Out(nameof(region.ExpectedCost), region.ExpectedCost, "0 or more");
        FactoryTimeout = region.FactoryTimeout ?? cache.MaxFactoryDuration;
        if (FactoryTimeout <= TimeSpan.Zero || FactoryTimeout > cache.MaxFactoryDuration)
        {
            throw Out(nameof(region.FactoryTimeout), FactoryTimeout, $"more than 0 and at most the cache's MaxFactoryDuration of {cache.MaxFactoryDuration}");
        }

        UseSharedTier = region.UseSharedTier;
        Jitter = region.Jitter is >= 0 and <= 0.5 ? region.Jitter : throw Out(nameof(region.Jitter), region.Jitter, "0 to 0.5");
        SlidingExpiration = CheckOptional(region.SlidingExpiration, cache.MaxEntryLifetime, nameof(region.SlidingExpiration));
        NegativeTimeToLive = CheckOptional(region.NegativeTimeToLive, cache.MaxEntryLifetime, nameof(region.NegativeTimeToLive));
        StaleFor = region.StaleFor >= TimeSpan.Zero && region.StaleFor <= cache.MaxEntryLifetime
            ? region.StaleFor
            : throw Out(nameof(region.StaleFor), region.StaleFor, $"0 or more and at most the cache's MaxEntryLifetime of {cache.MaxEntryLifetime}");
        ServeStaleOnError = region.ServeStaleOnError;
        StaleRetryAfter = region.StaleRetryAfter >= TimeSpan.Zero && region.StaleRetryAfter <= TimeSpan.FromHours(1)
            ? region.StaleRetryAfter
            : throw Out(nameof(region.StaleRetryAfter), region.StaleRetryAfter, "0 to 1 hour");
        HardTimeout = region.HardTimeout is not { } hard || (hard > TimeSpan.Zero && hard <= FactoryTimeout)
            ? region.HardTimeout
            : throw Out(nameof(region.HardTimeout), hard, $"more than 0 and at most the FactoryTimeout of {FactoryTimeout}");
        SoftTimeout = region.SoftTimeout is not { } soft || (soft > TimeSpan.Zero && soft < (HardTimeout ?? FactoryTimeout))
            ? region.SoftTimeout
            : throw Out(nameof(region.SoftTimeout), soft, $"more than 0 and less than HardTimeout and FactoryTimeout ({HardTimeout ?? FactoryTimeout})");
        if (SoftTimeout is not null && StaleFor == TimeSpan.Zero)
        {
            throw Out(nameof(region.SoftTimeout), SoftTimeout, "left out, or StaleFor more than 0: without a kept value there is nothing to serve");
        }

        EagerRefresh = region.EagerRefresh is null or (> 0 and < 1) ? region.EagerRefresh : throw Out(nameof(region.EagerRefresh), region.EagerRefresh, "more than 0 and less than 1");
        RegionMember = CacheScope.Region(Name).ToMember();
        _keySeed = CacheKeyHash.Add(CacheKeyHash.Seed, Name);
    }

    public string Name { get; }

    /// <summary>The template of its keys; <see langword="null"/> for plain texts.</summary>
    public CacheKeyTemplate? Template { get; }

    public int Version { get; }

    public TimeSpan TimeToLive { get; }

    public TimeSpan LocalTimeToLive { get; }

    public WhenDisconnected WhenDisconnected { get; }

    public OnSuperseded OnSuperseded { get; }

    public int MaxRecomputes { get; }

    public SingleFlight SingleFlight { get; }

    public decimal AcrossNodesFromCost { get; }

    public TimeSpan FactoryTimeout { get; }

    public bool UseSharedTier { get; }

    public double Jitter { get; }

    public TimeSpan? SlidingExpiration { get; }

    /// <summary>Whether its entries are likely to live by being used, so that what is left of their lives is asked with them.</summary>
    public bool MaySlide => SlidingExpiration is not null || Name == TieredDistributedCache.RegionName;

    public TimeSpan? NegativeTimeToLive { get; }

    public TimeSpan StaleFor { get; }

    public bool ServeStaleOnError { get; }

    public TimeSpan StaleRetryAfter { get; }

    public TimeSpan? SoftTimeout { get; }

    public TimeSpan? HardTimeout { get; }

    public double? EagerRefresh { get; }

    public string RegionMember { get; }

    public bool FliesAcrossNodes => SingleFlight == SingleFlight.AcrossNodes || (SingleFlight == SingleFlight.Auto && ExpectedCost >= AcrossNodesFromCost);

    /// <summary>The hash of a key's text in a region, different in each process.</summary>
    public static int HashOf(ReadOnlySpan<char> region, ReadOnlySpan<char> keyText) =>
        CacheKeyHash.ToHashCode(CacheKeyHash.Add(CacheKeyHash.Add(CacheKeyHash.Seed, region), keyText));

    /// <summary>The hash of a key's text in this region.</summary>
    public int HashOf(ReadOnlySpan<char> keyText) => CacheKeyHash.ToHashCode(CacheKeyHash.Add(_keySeed, keyText));

    /// <summary>What a value is expected to cost: as configured, then a moving average of what factories said.</summary>
    public decimal ExpectedCost
    {
        get
        {
            lock (_gate)
            {
                return _expectedCost;
            }
        }
    }

    public void LearnCost(decimal cost)
    {
        if (cost > 0)
        {
            lock (_gate)
            {
                _expectedCost = _expectedCost == 0 ? cost : (_expectedCost * 0.8m) + (cost * 0.2m);
            }
        }
    }

    private static string CheckName(string name)
    {
        if (string.IsNullOrEmpty(name) || name.Length > MaxNameLength || name.Any(static c => c is <= ' ' or > '~' or '{' or '}'))
        {
            throw new ArgumentException($"The region name '{name}' must be 1 to {MaxNameLength} visible ASCII characters without braces. Set RegionOptions.Name.", nameof(name));
        }

        return name;
    }

    private TimeSpan CheckLife(TimeSpan value, TimeSpan max, string property) =>
        value > TimeSpan.Zero && value <= max ? value : throw Out(property, value, $"more than 0 and at most the cache's MaxEntryLifetime of {max}");

    private TimeSpan? CheckOptional(TimeSpan? value, TimeSpan max, string property) => value is { } given ? CheckLife(given, max, property) : null;

    private ArgumentOutOfRangeException Out(string property, object value, string range) =>
        new(property, value, $"RegionOptions.{property} of region '{Name}' must be {range}.");
}
