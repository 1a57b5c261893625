namespace CodeGen.Runtime.Caching;

/// <summary>A region's options, checked and completed from the cache's; immutable, except for what it learns.</summary>
internal sealed class RegionSettings
{
    private readonly ulong _keySeed;
    private decimal _expectedCost;
    private readonly Lock _gate = new();

    public RegionSettings(string name, RegionOptions region, TieredCacheOptions cache)
    {
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
        RegionMember = CacheScope.Region(Name).ToMember();
        _keySeed = CacheKeyHash.Add(CacheKeyHash.Seed, Name);
    }

    public string Name { get; }

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
        if (string.IsNullOrEmpty(name) || name.Length > 128 || name.Any(static c => c is <= ' ' or > '~' or '{' or '}'))
        {
            throw new ArgumentException($"The region name '{name}' must be 1 to 128 visible ASCII characters without braces. Set RegionOptions.Name.", nameof(name));
        }

        return name;
    }

    private TimeSpan CheckLife(TimeSpan value, TimeSpan max, string property) =>
        value > TimeSpan.Zero && value <= max ? value : throw Out(property, value, $"more than 0 and at most the cache's MaxEntryLifetime of {max}");

    private ArgumentOutOfRangeException Out(string property, object value, string range) =>
        new(property, value, $"RegionOptions.{property} of region '{Name}' must be {range}.");
}
