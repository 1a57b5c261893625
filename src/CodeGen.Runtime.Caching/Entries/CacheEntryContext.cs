using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <summary>What a factory may read about the entry that it makes, and what it may say about its value. Belongs to one factory call; not thread-safe, except that the cache may read it at any time.</summary>
public sealed class CacheEntryContext
{
    /// <summary>The longest <see cref="ETag"/>, in characters.</summary>
    public const int MaxETagLength = 256;

    private TagList? _tags;
    private readonly LocalEntry? _stale;

    internal CacheEntryContext(string key, string region, LogPosition stamp, IReadOnlyCollection<string>? tags, LocalEntry? stale = null)
    {
        Key = key;
        Region = region;
        Stamp = stamp;
        _tags = tags is { Count: > 0 } ? new TagList(tags) : null;
        _stale = stale;
        ETag = stale?.Freshness?.ETag;
    }

    /// <summary>The key's text.</summary>
    public string Key { get; }

    /// <summary>The name of the region.</summary>
    public string Region { get; }

    /// <summary>The position of the log from before the factory began: an invalidation after it concerns this value.</summary>
    public LogPosition Stamp { get; }

    /// <summary>Tags by which the value can be invalidated: at most 64, each 1 to 256 characters; <see cref="ICollection{T}.Add"/> throws otherwise. An invalidation during the factory counts too.</summary>
    public ICollection<string> Tags => LazyInitializer.EnsureInitialized(ref _tags, static () => new TagList(null));

    /// <summary>How long the value may be served; overrides call and region, and is cut at <see cref="TieredCacheOptions.MaxEntryLifetime"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public TimeSpan? TimeToLive
    {
        get;
        set => field = Positive(value, nameof(TimeToLive));
    }

    /// <summary>How long this process may serve it without asking the shared tier again; overrides call and region.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public TimeSpan? LocalTimeToLive
    {
        get;
        set => field = Positive(value, nameof(LocalTimeToLive));
    }

    /// <summary>How long the value lives without being used, within its time to live; overrides call and region.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public TimeSpan? SlidingExpiration
    {
        get;
        set => field = Positive(value, nameof(SlidingExpiration));
    }

    /// <summary>What the value cost to make, in the host's currency, not negative. Stored with it, and booked as saved on every hit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public decimal Cost
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>Hands the value to the callers who wait for it and stores it nowhere. What was stored before stays.</summary>
    public bool DoNotStore { get; set; }

    /// <summary>
    /// The value says that there is none: it lives for <see cref="RegionOptions.NegativeTimeToLive"/>, if that is set, and is never served stale. <see langword="null"/> is
    /// negative without being told.
    /// </summary>
    public bool IsNegative { get; set; }

    /// <summary>
    /// A validator of the value, such as an HTTP entity tag or a commit: stored with it and handed to the factory that makes it again, which may find that nothing changed.
    /// At most <see cref="MaxETagLength"/> characters.
    /// </summary>
    /// <value>What the value from before was given; <see langword="null"/> when there is none.</value>
    /// <exception cref="ArgumentException">The value is too long or has an unpaired surrogate.</exception>
    public string? ETag
    {
        get;
        set
        {
            if (value is not null)
            {
                if (value.Length > MaxETagLength)
                {
                    throw new ArgumentException($"An ETag has at most {MaxETagLength} characters, but '{value[..32]}…' has {value.Length}. Use a hash of it.", nameof(value));
                }

                if (value.Length > 0)
                {
                    TextGuard.NotEmptyOrMalformed(value, "ETag", nameof(value));
                }
            }

            field = value;
        }
    }

    /// <summary>Whether a value from before is at hand: its life is over or nearly, and nothing has invalidated it.</summary>
    public bool HasStale => _stale is not null;

    internal bool IsNotModified { get; private set; }

    /// <summary>Gives the value from before.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="value">The value, or the default.</param>
    /// <returns><see langword="false"/> when there is none of that type.</returns>
    public bool TryGetStale<T>([System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T value)
    {
        if (_stale is { Value: T typed })
        {
            value = typed;
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>
    /// Says that the value from before is still right: return what this returns. It gets a new life with the tags and the cost that it had, unless this factory call says otherwise;
    /// tags are only added. Should it have been invalidated meanwhile, the factory runs again without it.
    /// </summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <exception cref="InvalidOperationException">There is no value from before: see <see cref="HasStale"/>.</exception>
    public T NotModified<T>()
    {
        if (!TryGetStale(out T? value))
        {
            throw new InvalidOperationException(
                $"The key has no value of type '{typeof(T)}' from before that could still be right. Ask HasStale or TryGetStale first; RegionOptions.StaleFor keeps values for it.");
        }

        IsNotModified = true;
        return value!;
    }

    internal string[] TagSnapshot() => Volatile.Read(ref _tags)?.Snapshot() ?? [];

    private static TimeSpan? Positive(TimeSpan? value, string property) =>
        value is null || value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(property, value, $"CacheEntryContext.{property} must be more than zero. Set DoNotStore to store nothing.");
}
