using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using CodeGen.Runtime.Coordination;
using Microsoft.Extensions.Caching.Hybrid;

namespace CodeGen.Runtime.Caching;

/// <summary>
/// The cache as the host's <see cref="HybridCache"/>. Thread-safe. Its callers do not see the second tier fail: what is set or removed while the log is away counts here at once and waits in the outbox
/// for the others.
/// </summary>
internal sealed class TieredHybridCache(TieredCache cache) : HybridCache
{
    public const string RegionName = "hybrid";

    /// <summary>The tag that stands for all entries.</summary>
    private const string Everything = "*";

    private readonly RegionSettings _region = cache.FacadeRegion(RegionName);

    public override async ValueTask<T> GetOrCreateAsync<TState, T>(
        string key,
        TState state,
        Func<TState, CancellationToken, ValueTask<T>> factory,
        HybridCacheEntryOptions? options = null,
        IEnumerable<string>? tags = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(factory);
        bool makes = !Has(options, HybridCacheEntryFlags.DisableUnderlyingData);
        if (!IsUsable(key))
        {
            cancellationToken.ThrowIfCancellationRequested();
            return makes ? await factory(state, cancellationToken).ConfigureAwait(false) : default!;
        }

        CacheEntryOptions? call = Translate(options, tags);
        EntryKey entry = new(_region, key) { Options = call };
        if (SharedInstances<T>.Allowed)
        {
            return makes
                ? await cache.GetOrCreateAsync(entry, (factory, state), static (s, _, token) => s.factory(s.state, token), call, cancellationToken).ConfigureAwait(false)
                : (await cache.TryGetAsync<T>(entry, cancellationToken).ConfigureAwait(false)).Value!;
        }

        cache.Serializers.KnowSerialized<T>();
        SerializedValue<T>? held = makes
            ? await cache.GetOrCreateAsync(
                entry,
                (Self: this, factory, state),
                static async (s, context, token) => s.Self.Pack(await s.factory(s.state, token).ConfigureAwait(false), context),
                call,
                cancellationToken).ConfigureAwait(false)
            : (await cache.TryGetAsync<SerializedValue<T>?>(entry, cancellationToken).ConfigureAwait(false)).Value;
        return Unpack(held);
    }

    public override ValueTask SetAsync<T>(
        string key, T value, HybridCacheEntryOptions? options = null, IEnumerable<string>? tags = null, CancellationToken cancellationToken = default)
    {
        if (!IsUsable(key))
        {
            return ValueTask.CompletedTask;
        }

        CacheEntryOptions? call = Translate(options, tags);
        EntryKey entry = new(_region, key);
        if (!SharedInstances<T>.Allowed)
        {
            cache.Serializers.KnowSerialized<T>();
        }

        return SharedInstances<T>.Allowed
            ? cache.SetAsync(entry, value, call, cancellationToken, WhenAway.Queue)
            : cache.SetAsync(entry, Pack(value), call, cancellationToken, WhenAway.Queue);
    }

    public override ValueTask RemoveAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return IsUsable(key) ? cache.RemoveAsync(new EntryKey(_region, key), cancellationToken, WhenAway.Queue) : ValueTask.CompletedTask;
    }

    public override ValueTask RemoveByTagAsync(string tag, CancellationToken cancellationToken = default)
    {
        if (tag == Everything)
        {
            return cache.InvalidateAsync(CacheScope.Region(RegionName), WhenAway.Queue, cancellationToken);
        }

        // No entry can have such a tag.
        bool possible = !string.IsNullOrEmpty(tag) && tag.Length <= TextGuard.MaxTagLength && TextGuard.IndexOfUnpairedSurrogate(tag) < 0;
        return possible ? cache.InvalidateAsync(CacheScope.Tag(tag), WhenAway.Queue, cancellationToken) : ValueTask.CompletedTask;
    }

    /// <summary>The contract of <see cref="HybridCache"/>: a key that cannot be cached is not an error, its value is made every time.</summary>
    private bool IsUsable(string? key) =>
        !string.IsNullOrWhiteSpace(key) && key.Length <= cache.MaxKeyLength && !key.AsSpan().ContainsAnyInRange('\0', '\x1f') && TextGuard.IndexOfUnpairedSurrogate(key) < 0;

    private static bool Has(HybridCacheEntryOptions? options, HybridCacheEntryFlags flag) => ((options?.Flags ?? HybridCacheEntryFlags.None) & flag) != 0;

    private static CacheEntryOptions? Translate(HybridCacheEntryOptions? options, IEnumerable<string>? tags)
    {
        string[]? list = tags?.ToArray();
        if (list is not null && list.Contains(Everything))
        {
            throw new ArgumentException("The tag '*' stands for all entries in RemoveByTagAsync; give the entry another tag.", nameof(tags));
        }

        if (options is null && list is not { Length: > 0 })
        {
            return null;
        }

        var flags = CallFlags.None;
        Map(HybridCacheEntryFlags.DisableLocalCacheRead, CallFlags.SkipLocalRead);
        Map(HybridCacheEntryFlags.DisableLocalCacheWrite, CallFlags.SkipLocalWrite);
        Map(HybridCacheEntryFlags.DisableDistributedCacheRead, CallFlags.SkipSharedRead);
        Map(HybridCacheEntryFlags.DisableDistributedCacheWrite, CallFlags.SkipSharedWrite);
        Map(HybridCacheEntryFlags.DisableCompression, CallFlags.SkipCompression);
        return new CacheEntryOptions { TimeToLive = options?.Expiration, LocalTimeToLive = options?.LocalCacheExpiration, Tags = list, Flags = flags };

        void Map(HybridCacheEntryFlags theirs, CallFlags ours) => flags |= Has(options, theirs) ? ours : CallFlags.None;
    }

    /// <summary>What was made and cannot be serialized is given to those who wait for it, and not kept.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever the host's serializer throws, the value was made and paid for.")]
    private SerializedValue<T>? Pack<T>(T value, CacheEntryContext context)
    {
        try
        {
            return Pack(value);
        }
        catch (Exception e)
        {
            cache.NotSerialized(_region, typeof(T), e);
            context.DoNotStore = true;
            return new SerializedValue<T> { Value = value };
        }
    }

    private SerializedValue<T>? Pack<T>(T value)
    {
        if (value is null)
        {
            return null;
        }

        using var buffer = new PooledBuffer();
        cache.Serializers.Get<T>().Serialize(value, buffer);
        return new SerializedValue<T> { Bytes = buffer.WrittenSpan.ToArray() };
    }

    private T Unpack<T>(SerializedValue<T>? held) => held is null ? default!
        : held.Bytes is { } bytes ? cache.Serializers.Get<T>().Deserialize(new ReadOnlySequence<byte>(bytes))
        : held.Value;
}
