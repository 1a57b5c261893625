using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <summary>What a factory may read about the entry that it makes, and what it may say about its value. Belongs to one factory call; not thread-safe, except that the cache may read it at any time.</summary>
public sealed class CacheEntryContext
{
    private readonly TagList _tags;
    private decimal _cost;

    internal CacheEntryContext(string key, string region, LogPosition stamp, IReadOnlyCollection<string>? tags)
    {
        Key = key;
        Region = region;
        Stamp = stamp;
        _tags = new TagList(tags);
    }

    /// <summary>The key's text.</summary>
    public string Key { get; }

    /// <summary>The name of the region.</summary>
    public string Region { get; }

    /// <summary>The position of the log from before the factory began: an invalidation after it concerns this value.</summary>
    public LogPosition Stamp { get; }

    /// <summary>Tags by which the value can be invalidated: at most 64, each 1 to 256 characters; <see cref="ICollection{T}.Add"/> throws otherwise. An invalidation during the factory counts too.</summary>
    public ICollection<string> Tags => _tags;

    /// <summary>How long the value may be served; overrides call and region.</summary>
    public TimeSpan? TimeToLive { get; set; }

    /// <summary>What the value cost to make, in the host's currency, not negative. Stored with it, and booked as saved on every hit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public decimal Cost
    {
        get => _cost;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _cost = value;
        }
    }

    internal string[] TagSnapshot() => _tags.Snapshot();
}
